package org.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidings.envelope.CborEnvelopeCodec;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.history.StoredEvent;

/** The text of an event by a pattern is put together by hand: were a field of it unknown to CBOR, its subscribers would be cut off. */
class PatternsInCborTest {

    @Test
    void whatIsPutBeforeAnEventsFieldsHasKeys() {
        Envelope message = Envelope.event("message")
                .channel("orders:berlin")
                .seq(9120L)
                .prev(9003L)
                .epoch("k3")
                .payload("1")
                .build();
        String text = EnvelopeCodec.encode(message);
        StoredEvent event = new StoredEvent(9120, 9003, 0, text, text.length());
        for (StoredEvent named : List.of(
                NamedEvent.of(event, "orders:*", 9002, 2),
                NamedEvent.of(new StoredEvent(0, 0, 0, text, text.length()), "orders:*", 0, 2))) {
            byte[] bytes = CborEnvelopeCodec.transcode(List.of(named.envelope()));
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).contains("orders:*");
            assertThat(CborEnvelopeCodec.decode(ByteBuffer.wrap(bytes)))
                    .containsExactlyElementsOf(EnvelopeCodec.decode(named.envelope()));
        }
    }
}
