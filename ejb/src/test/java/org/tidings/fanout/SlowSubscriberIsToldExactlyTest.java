package org.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidings.history.ShardHistory;
import org.tidings.history.StoredEvent;
import org.tidings.namespace.NamespaceFiles;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.namespace.Retention;

/** What a slow subscriber does not get must not vanish: where nobody names it, {@code prev} says that something was lost. */
class SlowSubscriberIsToldExactlyTest {

    private static final NamespaceOptions DROP = NamespaceFiles.options("{'slow':'drop'}");
    private static final NamespaceOptions CONFLATE =
            NamespaceFiles.options("{'slow':'conflate','conflate-by':'symbol'}");
    private static final NamespaceOptions DISCONNECT = NamespaceFiles.options("{'slow':'disconnect'}");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ShardFeed feed = new ShardFeed(
            0, new ShardHistory(channel -> Retention.ALL, System::currentTimeMillis), new DeliveryMetrics(meters));
    private final RecordingOutlet outlet = new RecordingOutlet();
    private final TrustingReader reader = new TrustingReader();
    private long seq;
    private long prev;

    @BeforeEach
    void newLog() {
        feed.newEpoch("k1", 1);
    }

    private Subscription subscribe(NamespaceOptions options) {
        return subscribe(options, new StartFrom.Now());
    }

    private Subscription subscribe(NamespaceOptions options, StartFrom start) {
        Subscription subscription = feed.subscription("ns:a", outlet, options);
        feed.attach(subscription, start, attached -> {});
        return subscription;
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            publish(null, 0);
        }
    }

    /** With an event of another channel before it, so that positions have holes. */
    private void publish(String symbol, long expiresAt) {
        publishElsewhere();
        seq++;
        Map<String, String> headers = symbol == null ? Map.of() : Map.of("symbol", symbol);
        StoredEvent event = new StoredEvent(seq, prev, 0, symbol + "@" + seq, 10, headers, expiresAt, 4);
        prev = seq;
        reader.published(event);
        feed.event("ns:a", event, 1);
    }

    private void publishElsewhere() {
        seq++;
        feed.event("ns:other", new StoredEvent(seq, 0, 0, "elsewhere", 10), 1);
    }

    private void readsOn() {
        outlet.room = Integer.MAX_VALUE;
        catchUp();
    }

    private void catchUp() {
        for (Subscription next = outlet.nextBehind(); next != null; next = outlet.nextBehind()) {
            while (!feed.catchUp(next)) {
                if (outlet.room == 0) {
                    outlet.behind(next);
                    return;
                }
            }
        }
    }

    private double count(String meter) {
        return meters.get(meter).tag("namespace", "ns").counter().count();
    }

    @Test
    void whatIsDroppedIsCountedAndToldBeforeTheNextEvent() {
        subscribe(DROP);
        outlet.room = 3;
        publish(10);
        readsOn();
        publish(2);
        reader.reads(outlet.received());
        assertThat(reader.gaps).containsExactly("dropped 7");
        assertThat(reader.got).hasSize(5);
        reader.knowsAll();
        assertThat(count("tidings.events.dropped")).isEqualTo(7);
    }

    @Test
    void whatIsDroppedAgainIsToldAgain() {
        subscribe(DROP);
        for (int round = 0; round < 3; round++) {
            outlet.room = 2;
            publish(5);
            readsOn();
        }
        reader.reads(outlet.received());
        assertThat(reader.gaps).containsExactly("dropped 3", "dropped 3", "dropped 3");
        reader.knowsAll();
    }

    @Test
    void noPositionIsToldThatWouldCoverWhatWasDropped() {
        Subscription slow = subscribe(DROP);
        outlet.room = 1;
        publish(5);
        feed.announcePosition(List.of(slow), outlet);
        assertThat(outlet.received()).noneMatch(text -> text.contains("position"));
        readsOn();
        feed.announcePosition(List.of(slow), outlet);
        assertThat(outlet.received()).last().asString().contains("\"position\"", "\"seq\":" + seq);
    }

    /** A reply promised them, so they come, however little room there is. */
    @Test
    void whatWasPromisedIsNotDropped() {
        publish(200);
        outlet.room = 30;
        subscribe(DROP, new StartFrom.After("k1", 0));
        catchUp();
        assertThat(outlet.received()).hasSize(30);
        publish(10);
        readsOn();
        reader.reads(outlet.received());
        assertThat(reader.got).hasSize(210);
        assertThat(reader.gaps).isEmpty();
    }

    @Test
    void onlyTheNewestOfEachKeyComesAndTheOthersAreCounted() {
        subscribe(CONFLATE);
        outlet.room = 0;
        for (int i = 0; i < 40; i++) {
            publish("A", 0);
            publish(i == 20 ? null : "B", 0);
        }
        publish("C", 0);
        readsOn();
        publish("A", 0);
        reader.reads(outlet.received());
        assertThat(outlet.received().stream().filter(text -> text.contains("@")).map(text -> text.charAt(0)))
                .as("one without the header, then the newest of A, B, C, then live")
                .containsExactly('n', 'A', 'B', 'C', 'A');
        assertThat(reader.gaps).containsExactly("conflated 41", "conflated 36");
        reader.knowsAll();
        assertThat(count("tidings.events.conflated")).isEqualTo(77);
    }

    /** A newer one arrives while the reader is given those of before. */
    @Test
    void whatIsReplacedWhileCatchingUpIsCountedOnce() {
        subscribe(CONFLATE);
        outlet.room = 0;
        publish("A", 0);
        publish("B", 0);
        publish("C", 0);
        outlet.room = 1;
        catchUp();
        publish("B", 0);
        publish("A", 0);
        readsOn();
        reader.reads(outlet.received());
        assertThat(reader.gaps).containsExactly("conflated 1");
        assertThat(reader.got).hasSize(4);
        reader.knowsAll();
    }

    @Test
    void whatWasPromisedIsNotConflated() {
        for (int i = 0; i < 100; i++) {
            publish("A", 0);
        }
        outlet.room = 10;
        subscribe(CONFLATE, new StartFrom.After("k1", 0));
        catchUp();
        for (int i = 0; i < 50; i++) {
            publish("A", 0);
        }
        readsOn();
        reader.reads(outlet.received());
        assertThat(reader.gaps).containsExactly("conflated 49");
        assertThat(reader.got).hasSize(101);
        reader.knowsAll();
    }

    @Test
    void tooSlowIsToldToTheConnectionOnce() {
        Subscription slow = subscribe(DISCONNECT);
        outlet.room = 2;
        publish(5);
        assertThat(outlet.tooSlow).containsExactly(slow);
        assertThat(outlet.received()).hasSize(2);
        feed.announcePosition(List.of(slow), outlet);
        assertThat(outlet.received()).as("no position behind what is missing").hasSize(2);
        assertThat(count("tidings.subscriptions.too.slow")).isEqualTo(1);
    }

    @Test
    void expiredEventsAreLeftOutOfWhatIsCaughtUpAndNamed() {
        publish(5);
        for (int i = 0; i < 100; i++) {
            publish(null, 1);
        }
        publish(1);
        publish(null, 1);
        subscribe(NamespaceOptions.OPEN, new StartFrom.After("k1", 0));
        readsOn();
        reader.reads(outlet.received());
        assertThat(reader.gaps).containsExactly("expired-event 100", "expired-event 1");
        assertThat(reader.got).hasSize(6);
        reader.knowsAll();
        assertThat(meters.get("tidings.events.expired")
                        .tag("where", "catching-up")
                        .counter()
                        .count())
                .isEqualTo(101);
    }

    @Test
    void deadlinesMeanNothingWhereTheNamespaceSaysSo() {
        publish(null, 1);
        subscribe(NamespaceFiles.options("{'deadline':false}"), new StartFrom.After("k1", 0));
        readsOn();
        reader.reads(outlet.received());
        assertThat(reader.got).hasSize(1);
    }

    @Test
    void theReplyCountsWhatComesAndWhatHasExpired() {
        publish(3);
        publish(null, 1);
        publish(null, 1);
        publish(2);
        feed.attach(
                feed.subscription("ns:a", outlet, NamespaceOptions.OPEN),
                new StartFrom.Last(3),
                attached -> outlet.received.add(attached.count() + " and " + attached.expired()));
        assertThat(outlet.received()).containsExactly("3 and 2");
        readsOn();
        assertThat(outlet.received()).hasSize(1 + 3 + 1);
    }

    @Test
    void historyNamesWhatItLeavesOut() {
        publish(1);
        publish(null, 1);
        publish(1);
        publish(null, 1);
        publish(null, 1);
        publish(1);
        PastPage all = feed.history("ns:a", new StartFrom.After("k1", 0), Long.MAX_VALUE, 10, NamespaceOptions.OPEN);
        assertThat(all.events()).extracting(StoredEvent::seq).containsExactly(2L, 6L, 12L);
        assertThat(all.expired()).extracting(gap -> gap.count()).containsExactly(1L, 2L);
        PastPage first = feed.history("ns:a", new StartFrom.After("k1", 0), Long.MAX_VALUE, 2, NamespaceOptions.OPEN);
        assertThat(first.events()).extracting(StoredEvent::seq).containsExactly(2L, 6L);
        assertThat(first.more()).isTrue();
        PastPage newest = feed.history("ns:a", null, Long.MAX_VALUE, 2, NamespaceOptions.OPEN);
        assertThat(newest.events()).extracting(StoredEvent::seq).containsExactly(6L, 12L);
        assertThat(newest.expired()).extracting(gap -> gap.count()).containsExactly(2L);
        assertThat(newest.more()).isTrue();
    }

    /** Any reader under any policy: everything came or was named, whatever stood in its way. */
    @Test
    void nothingIsEverLostInSilence() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        NamespaceOptions[] policies = {DROP, CONFLATE, NamespaceOptions.OPEN};
        for (int run = 0; run < 60; run++) {
            SlowSubscriberIsToldExactlyTest fresh = new SlowSubscriberIsToldExactlyTest();
            fresh.newLog();
            try {
                fresh.liveThrough(random, policies[run % 3]);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", run " + run, e);
            }
        }
    }

    private void liveThrough(Random random, NamespaceOptions policy) {
        publish(random.nextInt(100));
        subscribe(policy, new StartFrom.After("k1", 0));
        for (int step = 0; step < 200; step++) {
            outlet.room = random.nextInt(3) == 0 ? random.nextInt(8) : outlet.room;
            int events = random.nextInt(6);
            for (int i = 0; i < events; i++) {
                String symbol = random.nextInt(4) == 0 ? null : String.valueOf((char) ('A' + random.nextInt(3)));
                publish(symbol, random.nextInt(5) == 0 ? 1 : 0);
            }
            if (random.nextInt(3) == 0) {
                outlet.room = Math.max(outlet.room, 1);
                catchUp();
            }
        }
        readsOn();
        reader.reads(outlet.received());
        reader.knowsAll();
    }
}
