package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a frame may not hold slips in with a batch. */
class BatchIsReadAsStrictlyTest {

    @Test
    void elementsAreRequestsAndTheirPayloadsStayAsTheyAre() throws BadPayload {
        List<Decoded> items = PublishBatch.read(
                """
                [ {"channel":"c:1", "payload": {"a" : 1.0e0,
                 "b":[ ]} , "messageId":"m1","headers":{"Region":"eu"},"priority":7},
                  {"v":1,"type":"request","action":"publish","channel":"c:2","payload":null} ]
                """,
                2);
        Envelope first = (Envelope) items.get(0);
        assertThat(first.type()).isEqualTo(Envelope.Type.REQUEST);
        assertThat(first.action()).isEqualTo(Action.PUBLISH);
        assertThat(first.payload()).isEqualTo("{\"a\" : 1.0e0,\n \"b\":[ ]}");
        assertThat(first.headers()).containsEntry("Region", "eu");
        assertThat(first.priority()).isEqualTo(7);
        assertThat(((Envelope) items.get(1)).payload()).isEqualTo("null");
    }

    /** It would be carried out with the rights, and the answer, of something else. */
    @Test
    void anElementCannotBeAnotherRequest() throws BadPayload {
        for (String other :
                List.of("\"action\":\"authenticate\"", "\"type\":\"event\"", "\"v\":2", "\"priority\":10")) {
            Decoded item = PublishBatch.read("[{\"channel\":\"c:1\",\"payload\":1," + other + "}]", 1)
                    .get(0);
            assertThat(item).as(other).isInstanceOf(Malformed.class);
            assertThat(((Malformed) item).answer().action()).isEqualTo(Action.PUBLISH);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "1",
                "[1]",
                "[[]]",
                "[{}",
                "[{}]x",
                "[{\"a\":1,\"a\":2}]",
                "[{\"payload\":\"\\ud800\"}]",
                "[{},{},{}]",
                "[{}],[{}]"
            })
    void whatIsNoBatchIsNotReadAtAll(String body) {
        assertThatThrownBy(() -> PublishBatch.read(body, 2)).isInstanceOf(BadPayload.class);
    }

    @Test
    void nestingIsBoundedAsInAFrame() {
        String deep = "[".repeat(Envelope.MAX_DEPTH) + "]".repeat(Envelope.MAX_DEPTH);
        assertThatThrownBy(() -> PublishBatch.read("[{\"channel\":\"c\",\"payload\":" + deep + "}]", 1))
                .isInstanceOf(BadPayload.class);
    }

    @Test
    void headOfAnEnvelopeIsReadWithoutItsPayload() {
        String message = EnvelopeCodec.encode(Envelope.event(Action.MESSAGE)
                .channel("c:1")
                .seq(41L)
                .prev(40L)
                .epoch("k.3")
                .payload("{\"epoch\":\"x\"}")
                .build());
        assertThat(EnvelopeHead.of(message))
                .isEqualTo(new EnvelopeHead(Envelope.Type.EVENT, Action.MESSAGE, 41L, "k.3"));
        String hello = EnvelopeCodec.encode(
                Envelope.event(Action.HELLO).payload("{\"seq\":1}").build());
        assertThat(EnvelopeHead.of(hello)).isEqualTo(new EnvelopeHead(Envelope.Type.EVENT, Action.HELLO, null, null));
        assertThatThrownBy(() -> EnvelopeHead.of("{")).isInstanceOf(IllegalArgumentException.class);
    }
}
