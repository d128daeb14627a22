package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Await;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/**
 * A reader at one instance stops, while at the other one more is published than anybody holds for it. Whatever becomes of an event
 * then, the reader must be able to prove that it knows of all.
 */
@ExtendWith(NodesExtension.class)
class SlowSubscribersIT {

    private static final String LARGE = '"' + "x".repeat(60_000) + '"';
    private static final int FEW = 6;

    /** What the system, the container and the queue hold together is less. */
    private static final int TOO_MANY = 200;

    private NodePair pair;

    @BeforeEach
    void find(NodePair running) {
        pair = running;
    }

    private TrustingChannel subscribe(StoppableReader reader, String channel) {
        return new TrustingChannel(channel, reader.client().subscribe(channel));
    }

    /** Until the reader's instance has counted more than before. */
    private void flood(TrustingChannel channel, WireClient publisher, StoppableReader reader, String meter) {
        double before = metric(meter);
        for (int i = 0; metric(meter) <= before; i++) {
            assertThat(i).as("large events until %s grows", meter).isLessThan(TOO_MANY);
            channel.publish(publisher, LARGE, Map.of());
            if (i % 10 == 0) {
                reader.saysThatItLives();
            }
        }
    }

    private double metric(String name) {
        try {
            return Pattern.compile("^" + Pattern.quote(name) + " (.*)$", Pattern.MULTILINE)
                    .matcher(pair.b().get("/metrics").body())
                    .results()
                    .mapToDouble(line -> Double.parseDouble(line.group(1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void getWhatTheirNamespacesSayAndAreToldOfTheRest() {
        String token = pair.tokens().of("alice");
        try (WireClient publisher = pair.a().connect(token);
                StoppableReader reader = new StoppableReader(pair.b(), token)) {
            TrustingChannel flooded = subscribe(reader, pair.freshChannel());
            TrustingChannel trace = subscribe(reader, pair.freshChannel("trace"));
            TrustingChannel board = subscribe(reader, pair.freshChannel("board"));
            TrustingChannel offers = subscribe(reader, pair.freshChannel());
            TrustingChannel urgent = subscribe(reader, pair.freshChannel());
            TrustingChannel plain = subscribe(reader, pair.freshChannel("plain"));
            reader.stopReading();
            flood(flooded, publisher, reader, "tidings_subscriptions_behind_total");

            long deadline = System.currentTimeMillis() + 1_500;
            offers.publish(publisher, "\"until noon\"", Map.of("expiresAt", Long.toString(deadline)));
            plain.publish(publisher, "\"for ever\"", Map.of("expiresAt", Long.toString(deadline)));
            for (int i = 0; i < FEW; i++) {
                trace.publish(publisher, LARGE, Map.of());
                board.publish(publisher, LARGE, Map.of("headers", "{\"item\":\"" + i % 2 + "\"}"));
            }
            long alarm = urgent.publish(publisher, "\"now\"", Map.of("priority", "9"));
            Await.await(() -> System.currentTimeMillis() > deadline + 200, "the deadline passes");
            reader.saysThatItLives();
            reader.readOn();
            Await.await(
                    () -> reader.received().stream()
                            .anyMatch(event -> event.isEvent("gap") && trace.name.equals(event.channel())),
                    "there is room again");
            List<TrustingChannel> all = List.of(flooded, trace, board, offers, urgent, plain);
            for (TrustingChannel channel : all) {
                reader.awaitMessage(channel.name, channel.publish(publisher, "\"last\"", Map.of()));
            }
            List<WireEnvelope> events = reader.received();

            assertThat(flooded.prove(events).missed()).isEmpty();
            assertThat(trace.prove(events).missed()).containsExactly(Map.entry("dropped", (long) FEW));
            TrustingChannel.Told onBoard = board.prove(events);
            assertThat(onBoard.missed()).containsExactly(Map.entry("conflated", FEW - 2L));
            assertThat(onBoard.came()).as("the newest of both, and the last").hasSize(3);
            TrustingChannel.Told offered = offers.prove(events);
            assertThat(offered.missed()).containsExactly(Map.entry("expired-event", 1L));
            assertThat(plain.prove(events).came())
                    .as("deadlines mean nothing there")
                    .hasSize(2);
            assertThat(urgent.prove(events).came()).hasSize(2);
            assertThat(behind(alarm, urgent, flooded, events))
                    .as("events that were published before the urgent one and came behind it")
                    .isGreaterThan(FEW);
        }
    }

    private static long behind(long seq, TrustingChannel urgent, TrustingChannel other, List<WireEnvelope> events) {
        return events.stream()
                        .filter(event -> event.isEvent("message"))
                        .dropWhile(event -> !urgent.name.equals(event.channel()) || event.seq() != seq)
                        .filter(event -> other.name.equals(event.channel()))
                        .count()
                - 1;
    }

    @Test
    void areDisconnectedWhereTheirNamespaceSaysSoAndComeBackWithTheirPosition() {
        String token = pair.tokens().of("alice");
        try (WireClient publisher = pair.a().connect(token);
                StoppableReader reader = new StoppableReader(pair.b(), token)) {
            TrustingChannel alarms = subscribe(reader, pair.freshChannel("alarms"));
            reader.stopReading();
            flood(alarms, publisher, reader, "tidings_subscriptions_too_slow_total{namespace=\"alarms\"}");
            reader.readOn();
            assertThat(reader.client().awaitClose().code()).isEqualTo(4102);
            List<WireEnvelope> events = reader.received();
            assertThat(events.get(events.size() - 1).payload().getInt("code")).isEqualTo(4102);

            WireEnvelope last = events.stream()
                    .filter(event -> event.isEvent("message"))
                    .reduce((former, latter) -> latter)
                    .orElseThrow();
            try (WireClient back = pair.a().connect(token)) {
                WireEnvelope reply = back.subscribe(alarms.name, last.epoch(), last.seq());
                assertThat(reply.payload().getBoolean("recovered")).isTrue();
                int missed = reply.payload().getInt("count");
                assertThat(missed).as("what was thrown away").isPositive();
                back.events().takeMessages(missed);
            }
        }
    }

    /** Nobody is slow here: whoever asks for the past does not get what was good for a while only. */
    @Test
    void getNoExpiredEventFromThePastEither() {
        String token = pair.tokens().of("alice");
        try (WireClient publisher = pair.a().connect(token);
                WireClient late = pair.b().connect(token)) {
            String channel = pair.freshChannel();
            WireEnvelope first = publisher.publish(channel, "1");
            long deadline = System.currentTimeMillis() + 300;
            WireEnvelope second = publisher
                    .request("publish")
                    .channel(channel)
                    .payload("2")
                    .member("expiresAt", Long.toString(deadline))
                    .reply();
            WireEnvelope third = publisher.publish(channel, "3");
            Await.await(() -> System.currentTimeMillis() > deadline + 100, "the deadline passes");

            WireEnvelope page = late.request("history").channel(channel).reply();
            assertThat(page.events()).extracting(WireEnvelope::seq).containsExactly(first.seq(), third.seq());
            assertThat(page.payload().getJsonArray("expired"))
                    .singleElement()
                    .asString()
                    .contains("\"after\":" + (second.seq() - 1), "\"before\":" + (second.seq() + 1), "expired-event");

            WireEnvelope reply = late.subscribe(channel, first.epoch(), first.seq());
            assertThat(reply.payload().getInt("count")).isEqualTo(1);
            assertThat(reply.payload().getInt("expired")).isEqualTo(1);
            assertThat(late.events().take("gap").payload().getString("reason")).isEqualTo("expired-event");
            assertThat(late.events().take("message").seq()).isEqualTo(third.seq());
            late.request("unsubscribe").channel(channel).reply();
            late.request("subscribe").channel(channel).payload("{\"last\":1}").reply();
            assertThat(late.events().take("message").seq()).isEqualTo(third.seq());
            late.assertExhausted();
        }
    }
}
