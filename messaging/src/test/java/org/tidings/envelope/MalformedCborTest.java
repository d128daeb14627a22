package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.upokecenter.cbor.CBORObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** CBOR is taken as strictly as JSON, and what is wrong with it is told under the id wherever that could be read. */
class MalformedCborTest {

    /** v, type, action, id: a request to publish under "7". */
    private static final String PUBLISH = "0001 0100 02677075626c697368 036137";

    static Stream<Arguments> wrongFields() {
        return Stream.of(
                // Behind the key: a value.
                Arguments.of("00 02", "v is not 1"),
                Arguments.of("00 fb3ff0000000000000", "v is not 1"),
                Arguments.of("00 6131", "v is not 1"),
                Arguments.of("00 f6", "v is not 1"),
                Arguments.of("00 c24101", "v is not 1"),
                Arguments.of("01 04", "type is not one of 0, 1, 2, 3"),
                Arguments.of("01 20", "type is not one of 0, 1, 2, 3"),
                Arguments.of("01 1bffffffffffffffff", "type is not one of 0, 1, 2, 3"),
                Arguments.of("01 6772657175657374", "type is not one of 0, 1, 2, 3"),
                Arguments.of("02 00", "action is not a string of 1 to 64 characters"),
                Arguments.of("02 60", "action is not a string of 1 to 64 characters"),
                Arguments.of("02 4470696e67", "action is not a string of 1 to 64 characters"),
                Arguments.of("02 7841" + "61".repeat(65), "action is not a string of 1 to 64 characters"),
                Arguments.of("03 07", "id is not a string of 1 to 64 characters"),
                Arguments.of("03 f6", "id is not a string of 1 to 64 characters"),
                Arguments.of("04 a0", "channel is not a string"),
                Arguments.of("05 20", "seq is not an integer from 0"),
                Arguments.of("05 1b8000000000000000", "seq is not an integer from 0"),
                Arguments.of("06 f93c00", "prev is not an integer from 0"),
                Arguments.of("07 03", "epoch is not a string of 1 to 64 characters"),
                Arguments.of("08 1a80000000", "shard is not an integer from 0"),
                Arguments.of("09 60", "messageId is not a string of 1 to 64 characters"),
                Arguments.of("0a 80", "from is not a string"),
                Arguments.of("0b f4", "at is not an integer from 0"),
                Arguments.of("0c 24", "expiresAt is not an integer from 0"),
                Arguments.of("0c fb4279f7d9b6d2b000", "expiresAt is not an integer from 0"),
                Arguments.of("0d 0a", "priority is not an integer from 0 to 9"),
                Arguments.of("0e 80", "headers are not an object of strings"),
                Arguments.of("0e a1616101", "headers are not an object of strings"),
                Arguments.of("0e a1016161", "headers are not an object of strings"),
                Arguments.of("0e a1617879 0800".replace(" ", "") + "78".repeat(2048), "headers exceed 2048 bytes"),
                Arguments.of("0e a2616161626161 6163".replace(" ", ""), "a key stands twice in one map"),
                Arguments.of("0f 01", "payload is not embedded JSON, tag 262"),
                Arguments.of("0f 4131", "payload is not embedded JSON, tag 262"),
                Arguments.of("0f d901066131", "payload is not embedded JSON, tag 262"),
                Arguments.of("0f d90106d901064131", "payload is not embedded JSON, tag 262"),
                Arguments.of("0f d9010640", "the payload's JSON ends early"),
                Arguments.of("0f d90106415b", "the payload's JSON ends early"),
                Arguments.of("0f d90106436e7578", "the text is not JSON"),
                Arguments.of("0f d9010643312032", "something follows the value"),
                Arguments.of("0f d90106" + bytes("{\"a\":1,\"a\":2}"), "a name stands twice in one object"),
                Arguments.of("0f d90106" + bytes("\"\\ud83d\""), "a string holds half of a surrogate pair"),
                Arguments.of("0f d90106" + bytes("\uFEFF1"), "the text starts with a byte order mark"),
                Arguments.of("0f d90106 41ff".replace(" ", ""), "a text is not UTF-8"),
                Arguments.of("0f d90106" + bytes("[".repeat(64) + "]".repeat(64)), JsonWalk.TOO_DEEP),
                Arguments.of("04 61ff", "a text is not UTF-8"),
                Arguments.of("04 63eda080", "a text is not UTF-8"),
                Arguments.of("00 01", "a key stands twice in one map"),
                Arguments.of("1800 01", "a key stands twice in one map"),
                Arguments.of("40 01", "a key is neither an integer nor text"),
                Arguments.of("80 01", "a key is neither an integer nor text"),
                Arguments.of("1bffffffffffffffff 01", "a key is beyond 64 bits"),
                Arguments.of("1864 a2010001 00".replace(" ", ""), "a key stands twice in one map"),
                Arguments.of("1864 61ff", "a text is not UTF-8"));
    }

    /** The wrong field stands first, unless it is one that has to be there; the id is told all the same. */
    @ParameterizedTest
    @MethodSource("wrongFields")
    void namesTheWrongFieldAndKeepsTheId(String field, String reason) {
        String key = field.substring(0, field.indexOf(' ') < 0 ? 2 : field.indexOf(' '));
        String twice = reason.startsWith("a key stands twice") ? "" : key;
        StringBuilder items = new StringBuilder();
        int entries = 1;
        for (String item : PUBLISH.split(" ")) {
            if (twice.isEmpty() || !item.startsWith(twice)) {
                items.append(item);
                entries++;
            }
        }
        String wrong = field.replace(" ", "");
        String frame = "a" + entries + (key.equals("1800") ? items + wrong : wrong + items);
        assertThat(decode(frame))
                .containsExactly(
                        new Malformed(key.equals("03") ? null : "7", key.equals("02") ? null : "publish", reason));
    }

    static Stream<Arguments> wrongFrames() {
        return Stream.of(
                Arguments.of("", "the frame holds no envelope"),
                Arguments.of("a0", "v is missing"),
                Arguments.of("a10001", "type is missing"),
                Arguments.of("a200010100", "action is missing"),
                Arguments.of("80", "an envelope is a CBOR map"),
                Arguments.of("6470696e67", "an envelope is a CBOR map"),
                Arguments.of("f6", "an envelope is a CBOR map"),
                Arguments.of("d9d9f7a0", "an envelope is a CBOR map"),
                Arguments.of("bf0001ff", "a length is indefinite"),
                Arguments.of("ff", "a length is indefinite"),
                Arguments.of("1c", CborWalk.NOT_CBOR),
                Arguments.of("a1001e", CborWalk.NOT_CBOR),
                Arguments.of("a100f81f", CborWalk.NOT_CBOR),
                Arguments.of("a1", CborWalk.ENDS_EARLY),
                Arguments.of("a100", CborWalk.ENDS_EARLY),
                Arguments.of("a10019ff", CborWalk.ENDS_EARLY),
                Arguments.of("a1026470696e", CborWalk.ENDS_EARLY),
                // Lengths that would take the memory of the machine.
                Arguments.of("bbffffffffffffffff", CborWalk.ENDS_EARLY),
                Arguments.of("bb7fffffffffffffff", CborWalk.ENDS_EARLY),
                Arguments.of("ba7fffffff", CborWalk.ENDS_EARLY),
                Arguments.of("a118649b7fffffffffffffff", CborWalk.ENDS_EARLY),
                Arguments.of("a118649a7fffffff00", CborWalk.ENDS_EARLY),
                Arguments.of("a118645b7fffffffffffffff", CborWalk.ENDS_EARLY),
                Arguments.of("a118645bffffffffffffffff", CborWalk.ENDS_EARLY),
                Arguments.of("a118647a7fffffff61", CborWalk.ENDS_EARLY));
    }

    @ParameterizedTest
    @MethodSource("wrongFrames")
    void saysWhatIsWrongWithTheFrame(String frame, String reason) {
        assertThat(decode(frame)).containsExactly(new Malformed(null, null, reason));
    }

    /** What is well-formed says where it ends: the next envelope counts. What is not ends the frame. */
    @Test
    void goesOnBehindWhatIsWellFormed() {
        String ping = "a3 0001 0100 026470696e67".replace(" ", "");
        Envelope read = Envelope.request(Action.PING).build();
        assertThat(decode("83010203" + ping))
                .containsExactly(new Malformed(null, null, "an envelope is a CBOR map"), read);
        assertThat(decode(ping + "1c" + ping)).containsExactly(read, new Malformed(null, null, CborWalk.NOT_CBOR));
    }

    @Test
    void givesUpAfterAsManyAsEndAConnection() {
        assertThat(decode("00".repeat(60_000))).hasSize(Envelope.MALFORMED_PER_MINUTE);
    }

    /** Of arrays, of maps, of tags: a frame of 64 KB must not be walked by 64,000 calls inside each other. */
    @Test
    void nestingEnds() {
        for (String opened : List.of("81", "a100", "c1")) {
            assertThat(decode("a11864" + opened.repeat(20_000) + "00"))
                    .containsExactly(new Malformed(null, null, JsonWalk.TOO_DEEP));
        }
        String request = "a4" + "00010100026470696e67" + "1864";
        assertThat(decode(request + "81".repeat(63) + "00")).singleElement().isInstanceOf(Envelope.class);
        assertThat(decode(request + "81".repeat(64) + "00"))
                .containsExactly(new Malformed(null, "ping", JsonWalk.TOO_DEEP));
    }

    /** Counted as in JSON: the envelope, and what the payload nests. */
    @Test
    void aPayloadIsAsDeepAsInJson() {
        String deepest = "[".repeat(63) + "]".repeat(63);
        String frame = "a4" + "00010100026470696e67" + "0fd90106" + bytes(deepest);
        assertThat(decode(frame)).singleElement().isInstanceOf(Envelope.class);
    }

    @Test
    void fieldsAndNamesAreCounted() {
        CBORObject envelope = CBORObject.NewMap().Add(0, 1).Add(1, 0).Add(2, "ping");
        IntStream.range(0, 61).forEach(i -> envelope.Add("x" + i, 0));
        assertThat(decode(envelope)).isInstanceOf(Envelope.class);
        assertThat(decode(envelope.Add("more", 0)))
                .isEqualTo(new Malformed(null, "ping", "an envelope has at most 64 fields"));
        CBORObject names = CBORObject.NewMap();
        IntStream.range(0, Envelope.MAX_NAMES - 4).forEach(i -> names.Add(i, 0));
        CBORObject other =
                CBORObject.NewMap().Add(0, 1).Add(1, 0).Add(2, "ping").Add(100, names);
        assertThat(decode(other)).isInstanceOf(Envelope.class);
        names.Add("more", 0);
        assertThat(decode(other)).isEqualTo(new Malformed(null, "ping", "objects hold too many names"));
    }

    /** Fields and kinds of values that this version does not know, at any depth. */
    @Test
    void passesOverWhatIsNew() {
        String fields =
                "0001 0100 026470696e67 18c8a2613101 20f6 6378797afb3ff8000000000000 21d81ca0 38638201c11a00000001";
        assertThat(decode("a7" + fields.replace(" ", "")))
                .containsExactly(Envelope.request(Action.PING).build());
    }

    private static String bytes(String json) {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        String length = utf8.length < 24 ? "%02x".formatted(0x40 + utf8.length) : "59%04x".formatted(utf8.length);
        return length + HexFormat.of().formatHex(utf8);
    }

    private static Decoded decode(CBORObject envelope) {
        return CborEnvelopeCodec.decode(ByteBuffer.wrap(envelope.EncodeToBytes()))
                .get(0);
    }

    private static List<Decoded> decode(String hex) {
        return CborEnvelopeCodec.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }
}
