package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * A payload of any text. The protocol's own readers take it or say that it is bad, nothing else; and what may be published
 * is JSON by the letter of the standard that comes out of an envelope as it went in.
 */
public final class PayloadFuzz {

    private static final List<Class<?>> TYPES = List.of(
            SubscribeOptions.class, HistoryQuery.class, HeartbeatOptions.class, Credentials.class, ErrorPayload.class);

    private PayloadFuzz() {}

    /** Where the fuzzer comes in. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = EnvelopeFuzz.text(input);
        for (Class<?> type : TYPES) {
            try {
                assertThat(Payloads.read(text, type)).isNotNull();
            } catch (BadPayload declared) {
                assertThat(declared.getMessage()).matches("[ -~]{5,100}");
            }
        }
        try {
            HistoryPage.read(text);
        } catch (BadPayload declared) {
            assertThat(declared.getMessage()).matches("[ -~]{5,100}");
        }
        try {
            for (Decoded item : PublishBatch.read(text, 8)) {
                if (item instanceof Envelope publish) {
                    assertThat(publish.action()).isEqualTo(Action.PUBLISH);
                    assertThat(publish.type()).isEqualTo(Envelope.Type.REQUEST);
                }
            }
        } catch (BadPayload declared) {
            assertThat(declared.getMessage()).matches("[ -~]{5,100}");
        }
        if (Payloads.isPayload(text)) {
            assertThat(PublishBatch.one("{\"channel\":\"c\",\"payload\":" + text + '}'))
                    .isInstanceOfSatisfying(Envelope.class, publish -> {
                        assertThat(publish.channel()).isEqualTo("c");
                        assertThat(publish.payload()).isEqualTo(text.strip());
                        assertThat(publish.messageId()).isNull();
                    });
            Object json = PlainJson.parse(text);
            Envelope event = Envelope.event(Action.MESSAGE).payload(text).build();
            assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(event)))
                    .singleElement()
                    .isInstanceOfSatisfying(Envelope.class, read -> {
                        assertThat(read.payload()).isEqualTo(text.strip().replace('\n', ' '));
                        assertThat(PlainJson.parse(read.payload())).isEqualTo(json);
                    });
        }
    }
}
