package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Strangers write clients from {@code docs/protocol.md}: its examples must be what the codec takes. */
class ProtocolPageTest {

    private static final Map<String, Class<? extends Record>> PAYLOADS = Map.ofEntries(
            Map.entry("event hello", Hello.class),
            Map.entry("event gap", Gap.class),
            Map.entry("event position", Position.class),
            Map.entry("event unsubscribed", Unsubscribed.class),
            Map.entry("event expiring", Expiring.class),
            Map.entry("event bye", Bye.class),
            Map.entry("request subscribe", SubscribeOptions.class),
            Map.entry("reply subscribe", Subscribed.class),
            Map.entry("request subscribe pattern", PatternOptions.class),
            Map.entry("reply subscribe pattern", PatternSubscribed.class),
            Map.entry("event filtered", Filtered.class),
            Map.entry("reply publish", Published.class),
            Map.entry("request history", HistoryQuery.class),
            Map.entry("request authenticate", Credentials.class),
            Map.entry("reply authenticate", Authenticated.class),
            Map.entry("reply ping", Pong.class),
            Map.entry("request heartbeat", HeartbeatOptions.class));

    static Stream<String> examples() throws IOException {
        return page().lines().filter(line -> line.startsWith("> {") || line.startsWith("< {"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsAnEnvelope(String example) throws BadPayload {
        Decoded decoded = EnvelopeCodec.decode(example.substring(2)).get(0);
        assertThat(decoded).isInstanceOf(Envelope.class);
        Envelope envelope = (Envelope) decoded;
        assertThat(envelope.type() == Envelope.Type.REQUEST).isEqualTo(example.startsWith(">"));
        String kind = kind(envelope);
        if (envelope.type() == Envelope.Type.ERROR) {
            String code = Payloads.read(envelope.payload(), ErrorPayload.class).code();
            assertThat(ErrorCode.of(code)).isNotNull();
        } else if (kind.equals("reply history")) {
            assertThat(HistoryPage.read(envelope.payload()).events()).isNotEmpty();
        } else if (envelope.payload() != null && PAYLOADS.containsKey(kind)) {
            // Nothing is lost on reading: the example has no member that the code does not know.
            Record payload = Payloads.read(envelope.payload(), PAYLOADS.get(kind));
            assertThat(members(Payloads.write(payload))).isEqualTo(members(envelope.payload()));
        }
    }

    private static String kind(Envelope envelope) {
        boolean pattern = envelope.action().equals(Action.SUBSCRIBE)
                && envelope.channel() != null
                && envelope.channel().indexOf('*') >= 0;
        return envelope.type().wireName() + ' ' + envelope.action() + (pattern ? " pattern" : "");
    }

    @Test
    void everyPayloadOfTheProtocolIsShown() throws IOException {
        assertThat(examples()
                        .map(example -> (Envelope)
                                EnvelopeCodec.decode(example.substring(2)).get(0))
                        .map(ProtocolPageTest::kind))
                .containsAll(PAYLOADS.keySet())
                .contains("reply history", "event message", "event heartbeat", "reply heartbeat", "error publish");
    }

    @Test
    void theTableOfErrorsIsTheCodes() throws IOException {
        assertThat(rows("\\| `([a-z-]+)` \\| (yes|no) \\|.*"))
                .containsExactlyElementsOf(Arrays.stream(ErrorCode.values())
                        .map(code -> code.wireName() + ' ' + (code.temporary() ? "yes" : "no"))
                        .toList());
    }

    @Test
    void theTableOfCloseCodesIsTheCodes() throws IOException {
        assertThat(rows("\\| (\\d{4}) \\| ([a-z -]+?)(?:[,:].*)? \\|"))
                .containsExactlyElementsOf(Arrays.stream(CloseCode.values())
                        .map(code -> code.number() + " " + code.reason())
                        .toList());
    }

    @Test
    void theTableOfKeysIsTheFields() throws IOException {
        assertThat(rows("\\| (\\d+) \\| `([A-Za-z]+)` \\|.*"))
                .containsExactlyElementsOf(Arrays.stream(EnvelopeField.values())
                        .map(field -> field.key() + " " + field.wireName())
                        .toList());
    }

    /** Bytes, with what they mean behind them, of the example in front of them. */
    @Test
    void theBytesAreWhatTheyAreSaidToBe() throws IOException {
        Matcher shown = Pattern.compile("[<>] (\\{[^\n]+)\n```(?s:(?:(?!```).)*?)```hex\n(.*?)```", Pattern.DOTALL)
                .matcher(page());
        int found = 0;
        for (; shown.find(); found++) {
            byte[] bytes = HexFormat.of().parseHex(shown.group(2).replaceAll("#.*|\\s", ""));
            Envelope meant = (Envelope) EnvelopeCodec.decode(shown.group(1)).get(0);
            assertThat(CborEnvelopeCodec.decode(ByteBuffer.wrap(bytes))).containsExactly(meant);
            assertThat(CborEnvelopeCodec.encode(meant)).isEqualTo(bytes);
        }
        assertThat(found).isEqualTo(2);
    }

    private static List<String> rows(String row) throws IOException {
        Pattern pattern = Pattern.compile(row);
        return page().lines()
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1) + ' ' + matcher.group(2))
                .toList();
    }

    private static String members(String json) {
        return Stream.of(json.split("[{},]"))
                .filter(member -> !member.isEmpty())
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static String page() throws IOException {
        // Surefire runs in the module's folder, an IDE perhaps in the project's.
        Path inProject = Path.of("docs/protocol.md");
        return Files.readString(
                Files.exists(inProject) ? inProject : Path.of("..").resolve(inProject));
    }
}
