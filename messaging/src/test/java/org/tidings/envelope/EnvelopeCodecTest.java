package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvelopeCodecTest {

    @Test
    void readsBackWhatItWrote() {
        Envelope message = Envelope.event(Action.MESSAGE)
                .channel("orders:7")
                .seq(9L)
                .prev(4L)
                .epoch("k3")
                .shard(2)
                .messageId("m-1")
                .from("ali\"ce\u2028")
                .at(1_700_000_000_000L)
                .headers(Map.of("trace", "a\\b\n"))
                .expiresAt(1_700_000_060_000L)
                .priority(4)
                .payload("{ \"a\" : [1.0, 1e5, \"\\u00e9\"] }")
                .build();
        assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(message))).containsExactly(message);
    }
}
