package org.tidings.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.json.Json;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PayloadsTest {

    static final List<Record> ALL = List.of(
            new Hello(
                    "c1",
                    "alice",
                    "i1",
                    new Hello.Limits(65_536, 1000, 50, 60, 70, 80, 90),
                    25_000L,
                    1_700_000_000_000L,
                    120_000L,
                    new Unread(Map.of("user:alice", 3L, "inbox:alice", 0L))),
            new Hello("c1", "alice", "i1", new Hello.Limits(1, 2, 3, null, null, null, null), 4L, null, 5L, null),
            new Position("k3", 2, 9120L),
            Gap.of(41, 97, Gap.Reason.EXPIRED, 3L),
            SubscribeOptions.LIVE,
            new SubscribeOptions(new Since("k3", 41L), null, true),
            new SubscribeOptions(null, 0, false),
            new SubscribeOptions(new Since("k3", 41L), null, null, "region = 'eu'"),
            new Filtered(41L, 97L, 3L),
            new PatternOptions(List.of(new Position("k3", 0, 41L), new Position("k4", 1, 7L)), null, null, "a = 'b'"),
            new PatternSubscribed(
                    false,
                    7L,
                    List.of(new PatternSubscribed.Begun("k3", 0, 97L, 7L)),
                    List.of(PatternSubscribed.ShardGap.of(0, Gap.of(41, 97, Gap.Reason.EXPIRED, null)))),
            new Subscribed(true, 7L, null, 3L, null),
            new Subscribed(false, 0L, Gap.of(1, 2, Gap.Reason.EPOCH, null), null, 3L),
            new SubscribeOptions(null, null, null, null, true, "phone"),
            new Ack("k3", 41L, "phone"),
            new ReadMark("phone", 41L, 3L),
            HistoryQuery.NEWEST,
            new HistoryQuery(new Since("k3", Long.MAX_VALUE), 5L, 7),
            new Published(true),
            ErrorPayload.of(ErrorCode.FORBIDDEN, "not yours: \"a\\b\"\n\u2028"),
            Bye.of(CloseCode.DRAINING, 12),
            new HeartbeatOptions(25_000L),
            new Unsubscribed("forbidden", false, "k3f-1"),
            new Pong(1_700_000_000_000L));

    @ParameterizedTest
    @FieldSource("ALL")
    void readsBackWhatItWrote(Record payload) throws BadPayload {
        String json = Payloads.write(payload);
        assertThat(Payloads.isPayload(json)).isTrue();
        assertThat(json).doesNotContain("\n");
        assertThat((Record) Payloads.read(json, payload.getClass())).isEqualTo(payload);
    }

    @Test
    void leavesOutWhatIsAbsent() {
        assertThat(Payloads.write(SubscribeOptions.LIVE)).isEqualTo("{}");
        assertThat(Payloads.write(new Subscribed(true, 7L, null))).isEqualTo("{\"count\":7,\"recovered\":true}");
    }

    @Test
    void readsAnAbsentPayloadAsOneWithoutComponents() throws BadPayload {
        assertThat(Payloads.read(null, SubscribeOptions.class)).isEqualTo(SubscribeOptions.LIVE);
        assertThat(Payloads.read(null, HistoryQuery.class)).isEqualTo(HistoryQuery.NEWEST);
    }

    @Test
    void takesNullForAbsentAndPassesOverWhatItDoesNotKnow() throws BadPayload {
        assertThat(Payloads.read(
                        "{\"last\":null,\"since\":null,\"presence\":null,\"later\":{\"last\":-1}}",
                        SubscribeOptions.class))
                .isEqualTo(SubscribeOptions.LIVE);
    }

    @Test
    void refusesAPayloadSoLongThatReadingItWouldCost() {
        String json = "{\"last\":" + "9".repeat(60_000) + "}";
        assertThatExceptionOfType(BadPayload.class)
                .isThrownBy(() -> Payloads.read(json, SubscribeOptions.class))
                .withMessage("the payload is too long for the action");
    }

    @Test
    void servesSeveralThreadsAtOnce() {
        assertThat(IntStream.range(0, 2000).parallel().mapToObj(PayloadsTest::thereAndBack))
                .allMatch(Boolean::booleanValue);
    }

    private static boolean thereAndBack(int i) {
        Position position = new Position("k" + i, i, (long) i);
        try {
            return Payloads.read(Payloads.write(position), Position.class).equals(position);
        } catch (BadPayload e) {
            return false;
        }
    }

    /** What every connection begins with is written by hand: a member that was forgotten, or written unlike others, would be missing everywhere. */
    @Test
    void writesTheGreetingByHandAsByTheBinding() throws BadPayload {
        List<Hello> greetings = new ArrayList<>(ALL.stream()
                .filter(Hello.class::isInstance)
                .map(Hello.class::cast)
                .toList());
        greetings.add(new Hello(
                "c\"1\\",
                "al\u00efce \ud83d\ude00\n\u2028",
                null,
                null,
                null,
                null,
                5L,
                new Unread(Map.of("user:\"a", 3L))));
        greetings.add(new Hello(
                null, null, "i1", new Hello.Limits(null, null, null, null, null, null, null), null, null, null, null));
        assertThat(greetings).hasSize(4);

        for (Hello greeting : greetings) {
            assertThat(Json.createReader(new StringReader(greeting.json())).readObject())
                    .isEqualTo(Json.createReader(new StringReader(Payloads.write(greeting)))
                            .readObject());
            assertThat(Payloads.isPayload(greeting.json())).isTrue();
        }
    }
}
