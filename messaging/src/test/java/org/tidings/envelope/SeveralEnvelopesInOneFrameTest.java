package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeveralEnvelopesInOneFrameTest {

    private static final String FIRST = "{\"v\":1,\"type\":\"request\",\"action\":\"ping\",\"id\":\"1\"}";
    private static final String SECOND = "{\"v\":1,\"type\":\"request\",\"action\":\"ping\",\"id\":\"2\"}";

    @Test
    void comeInTheirOrder() {
        assertThat(EnvelopeCodec.decode(FIRST + "\n" + SECOND)).containsExactly(ping("1"), ping("2"));
    }

    @Test
    void mayHaveBlankLinesBetweenAndBehindThem() {
        assertThat(EnvelopeCodec.decode("\n" + FIRST + "\r\n \n\n" + SECOND + "\n"))
                .containsExactly(ping("1"), ping("2"));
    }

    @Test
    void doNotSufferFromAMalformedOneAmongThem() {
        assertThat(EnvelopeCodec.decode(FIRST + "\n{\"v\":1,\"id\":\"x\"}\nnonsense\n" + SECOND))
                .containsExactly(
                        ping("1"),
                        new Malformed("x", null, "type is missing"),
                        new Malformed(null, null, "the text is not JSON"),
                        ping("2"));
    }

    /** A person who pastes indented JSON makes one mistake, and is told once, not once a line until the server hangs up. */
    @Test
    void oneWrittenOverSeveralLinesIsOneMistake() {
        String indented =
                """
                {
                  "v": 1,
                  "type": "request",
                  "action": "publish",
                  "payload": [
                    {
                      "a": 1
                    }
                  ]
                }
                """;
        assertThat(EnvelopeCodec.decode(indented + SECOND))
                .containsExactly(new Malformed(null, null, JsonWalk.ENDS_EARLY), ping("2"));
    }

    /** Telling 32,768 times what is wrong took a second of one frame; the connection ends at the tenth anyway. */
    @Test
    void areNotReadOnPastTheMistakesThatAConnectionOutlives() {
        assertThat(EnvelopeCodec.decode("x\n".repeat(32_768))).hasSize(Envelope.MALFORMED_PER_MINUTE);
        assertThat(EnvelopeCodec.decode("x\n".repeat(Envelope.MALFORMED_PER_MINUTE - 1) + FIRST))
                .endsWith(ping("1"));
    }

    private static Envelope ping(String id) {
        return Envelope.request(Action.PING).id(id).build();
    }
}
