package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.upokecenter.cbor.CBOREncodeOptions;
import com.upokecenter.cbor.CBORException;
import com.upokecenter.cbor.CBORObject;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A binary frame of any bytes. What is taken for an envelope is CBOR for another library too, with the same values; what is
 * written for it is read as the same. What is not taken is answered.
 */
public final class CborFuzz {

    /** Of what is well-formed: where an item ends does not depend on whether its keys are different. */
    private static final CBOREncodeOptions TOLERANT = new CBOREncodeOptions("allowduplicatekeys=true");

    private CborFuzz() {}

    /** Where the fuzzer comes in. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<Decoded> decoded = CborEnvelopeCodec.decode(ByteBuffer.wrap(input));
        assertThat(decoded).isNotEmpty();
        List<CBORObject> items = items(input);
        int whole = 0;
        for (Decoded one : decoded) {
            if (one instanceof Envelope envelope) {
                if (whole < items.size()) {
                    assertSame(envelope, items.get(whole));
                }
                assertThat(CborEnvelopeCodec.decode(ByteBuffer.wrap(CborEnvelopeCodec.encode(oneLine(envelope)))))
                        .containsExactly(oneLine(envelope));
            } else if (one instanceof Malformed malformed) {
                assertThat(malformed.reason()).matches("[ -~]{5,100}");
                assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(malformed.answer())))
                        .singleElement()
                        .isInstanceOf(Envelope.class);
            }
            whole++;
        }
    }

    /** Those in front of the first that the other library refuses, such as a tag around what it must not stand before. */
    private static List<CBORObject> items(byte[] input) {
        List<CBORObject> items = new ArrayList<>();
        ByteArrayInputStream in = new ByteArrayInputStream(input);
        try {
            while (in.available() > 0) {
                items.add(CBORObject.Read(in, TOLERANT));
            }
        } catch (CBORException e) {
            // Tells nothing about those in front of it.
        }
        return items;
    }

    private static Envelope oneLine(Envelope envelope) {
        return ((Envelope) EnvelopeCodec.decode(EnvelopeCodec.encode(envelope)).get(0));
    }

    private static void assertSame(Envelope envelope, CBORObject item) {
        assertThat(item.get(0).AsInt32()).isEqualTo(1);
        assertThat(item.get(1).AsInt32()).isEqualTo(envelope.type().ordinal());
        assertThat(text(item, 2)).isEqualTo(envelope.action());
        assertThat(text(item, 3)).isEqualTo(envelope.id());
        assertThat(text(item, 4)).isEqualTo(envelope.channel());
        assertThat(number(item, 5)).isEqualTo(envelope.seq());
        assertThat(number(item, 6)).isEqualTo(envelope.prev());
        assertThat(text(item, 7)).isEqualTo(envelope.epoch());
        assertThat(number(item, 8)).isEqualTo(wide(envelope.shard()));
        assertThat(text(item, 9)).isEqualTo(envelope.messageId());
        assertThat(text(item, 10)).isEqualTo(envelope.from());
        assertThat(number(item, 11)).isEqualTo(envelope.at());
        assertThat(number(item, 12)).isEqualTo(envelope.expiresAt());
        assertThat(number(item, 13)).isEqualTo(wide(envelope.priority()));
        CBORObject payload = item.get(15);
        assertThat(payload == null).isEqualTo(envelope.payload() == null);
        if (payload != null) {
            String json = new String(payload.GetByteString(), StandardCharsets.UTF_8);
            assertThat(json).contains(envelope.payload());
            PlainJson.parse(json);
        }
    }

    private static String text(CBORObject item, int key) {
        return item.get(key) == null ? null : item.get(key).AsString();
    }

    private static Long number(CBORObject item, int key) {
        return item.get(key) == null ? null : item.get(key).AsInt64Value();
    }

    private static Long wide(Integer number) {
        return number == null ? null : Long.valueOf(number);
    }
}
