package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Names are kept until their object ends, to find one that stands twice: a frame of names alone must not fill the memory. */
class KeyBombTest {

    /** The envelope's own: v, type, action, payload. */
    private static final int OWN = 4;

    @Test
    void takesExactlyTheNamesThatTheProtocolNames() {
        int most = Envelope.MAX_NAMES - OWN;
        assertThat(payload(object(most))).isInstanceOf(Envelope.class);
        assertThat(reason(payload(object(most + 1)))).contains("names");
    }

    @Test
    void countsThoseOfAllObjects() {
        String many = "[" + "{\"a\":1,\"b\":2},".repeat(Envelope.MAX_NAMES / 2) + "0]";
        assertThat(reason(payload(many))).contains("names");
    }

    /** It has more names than the request it came from, and a page of history those of many. */
    @Test
    void readsEventsAndRepliesThatHoldMore() {
        String payload = object(Envelope.MAX_NAMES);
        for (String type : new String[] {"event", "reply"}) {
            assertThat(one("{\"v\":1,\"type\":\"" + type + "\",\"action\":\"message\",\"payload\":" + payload + "}"))
                    .isInstanceOf(Envelope.class);
        }
    }

    @Test
    void anEnvelopeHasFewFieldsAndFewHeaders() {
        assertThat(one(request(fields(Envelope.MAX_FIELDS - OWN + 1)))).isInstanceOf(Envelope.class);
        assertThat(reason(one(request(fields(Envelope.MAX_FIELDS - OWN + 2))))).contains("64 fields");
        assertThat(one(request("\"headers\":" + headers(Envelope.MAX_HEADERS)))).isInstanceOf(Envelope.class);
        assertThat(reason(one(request("\"headers\":" + headers(Envelope.MAX_HEADERS + 1)))))
                .contains("64 headers");
    }

    private static Decoded payload(String payload) {
        return one(request("\"payload\":" + payload));
    }

    private static String request(String more) {
        return "{\"v\":1,\"type\":\"request\",\"action\":\"publish\"," + more + "}";
    }

    private static String fields(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"x" + i + "\":0").collect(Collectors.joining(","));
    }

    private static String object(int names) {
        return "{" + fields(names) + "}";
    }

    private static String headers(int count) {
        return "{"
                + IntStream.range(0, count).mapToObj(i -> "\"x" + i + "\":\"\"").collect(Collectors.joining(",")) + "}";
    }

    private static Decoded one(String frame) {
        return EnvelopeCodec.decode(frame).get(0);
    }

    private static String reason(Decoded decoded) {
        return ((Malformed) decoded).reason();
    }
}
