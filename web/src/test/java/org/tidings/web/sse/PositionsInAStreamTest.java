package org.tidings.web.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.envelope.EnvelopeHead;
import org.tidings.envelope.Filtered;
import org.tidings.envelope.Gap;
import org.tidings.envelope.Position;
import org.tidings.envelope.Subscribed;

/** A reader comes back with the last id that it saw: one too high is a loss that nobody notices, one too low a repetition. */
class PositionsInAStreamTest {

    private static String written(Envelope envelope) {
        String encoded = EnvelopeCodec.encode(envelope);
        StringBuilder out = new StringBuilder();
        EventStream.write(out, EnvelopeHead.of(encoded), encoded);
        assertThat(out).endsWith("data: " + encoded.replace('\r', ' ') + "\n\n");
        return out.substring(0, out.indexOf("data: "));
    }

    private static Envelope subscribed(long count) {
        return Envelope.request(Action.SUBSCRIBE)
                .id("1")
                .build()
                .reply()
                .channel("c:1")
                .epoch("k.3")
                .shard(2)
                .seq(50L)
                .payload(new Subscribed(true, count, null))
                .build();
    }

    @Test
    void eventHasItsOwn() {
        Envelope message = Envelope.event(Action.MESSAGE)
                .channel("c:1")
                .seq(41L)
                .prev(40L)
                .epoch("k.3")
                .headers(Map.of("a", "b"))
                .payload("{\"seq\":7,\r\"epoch\":\"x\"}")
                .build();
        assertThat(written(message)).isEqualTo("id: k.3.41\n");
    }

    @Test
    void eventWithoutPositionHasNone() {
        assertThat(written(Envelope.event(Action.MESSAGE)
                        .channel("c:1")
                        .payload("1")
                        .build()))
                .isEmpty();
        assertThat(written(Envelope.event(Action.HEARTBEAT).build())).isEqualTo("event: heartbeat\n");
    }

    /** Where live begins is the reader's position only behind what is still to come. */
    @Test
    void subscriptionHasOneWhereNothingIsToCome() {
        assertThat(written(subscribed(0))).isEqualTo("event: subscribed\nid: k.3.50\n");
        assertThat(written(subscribed(2))).isEqualTo("event: subscribed\n");
    }

    @Test
    void whatWillNeverComeIsPassed() {
        assertThat(written(Envelope.event(Action.GAP)
                        .channel("c:1")
                        .epoch("k.3")
                        .payload(Gap.of(41, 97, Gap.Reason.SLOW, 12L))
                        .build()))
                .isEqualTo("event: gap\nid: k.3.96\n");
        assertThat(written(Envelope.event(Action.FILTERED)
                        .channel("c:1")
                        .epoch("k.3")
                        .payload(new Filtered(41L, 97L, 3L))
                        .build()))
                .isEqualTo("event: filtered\nid: k.3.96\n");
        assertThat(written(Envelope.event(Action.POSITION)
                        .payload(new Position("k.3", 2, 99L))
                        .build()))
                .isEqualTo("event: position\nid: k.3.99\n");
    }

    @Test
    void comesBackWithTheHeaderAlone() {
        assertThat(StreamRequest.subscribe("c:1", "k.3.41", "k.3.7", "5", null, null)
                        .orElseThrow()
                        .payload())
                .isEqualTo("{\"since\":{\"epoch\":\"k.3\",\"seq\":41}}");
        assertThat(StreamRequest.subscribe("c:1", "", null, "5", "true", "a = 'b'")
                        .orElseThrow()
                        .payload())
                .isEqualTo("{\"last\":5,\"presence\":true,\"filter\":\"a = 'b'\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"41", ".41", "k3.", "k3.-1", "k3.x", "k3.9999999999999999999", "k3. 41"})
    void whatIsNoPositionIsRefused(String position) {
        assertThat(StreamRequest.subscribe("c:1", position, null, null, null, null))
                .isEmpty();
        assertThat(StreamRequest.subscribe("c:1", null, position, null, null, null))
                .isEmpty();
    }
}
