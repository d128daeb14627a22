package org.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidings.envelope.Gap;
import org.tidings.history.ShardHistory;
import org.tidings.history.StoredEvent;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.namespace.Retention;

class ShardFeedTest {

    private final ShardFeed feed =
            new ShardFeed(0, new ShardHistory(channel -> Retention.ALL, System::currentTimeMillis));
    private final RecordingOutlet outlet = new RecordingOutlet();
    private long last;

    @BeforeEach
    void newLog() {
        feed.newEpoch("k1", 1);
    }

    private void publish(String channel, int count, long retainedFrom) {
        for (int i = 0; i < count; i++) {
            last++;
            feed.event(channel, new StoredEvent(last, last - 1, 0, channel + "@" + last, 10), retainedFrom);
        }
    }

    private Attached attach(Subscription subscription, StartFrom start) {
        AtomicReference<Attached> attached = new AtomicReference<>();
        feed.attach(subscription, start, attached::set);
        return attached.get();
    }

    private void catchUp() {
        for (Subscription next = outlet.nextBehind(); next != null; next = outlet.nextBehind()) {
            while (!feed.catchUp(next)) {
                assertThat(outlet.room).as("no progress although there is room").isPositive();
            }
        }
    }

    @Test
    void liveSubscriberGetsWhatComesAfterTheReply() {
        publish("a", 3, 1);
        Attached attached = attach(feed.subscription("a", outlet, NamespaceOptions.OPEN), new StartFrom.Now());
        publish("a", 2, 1);
        publish("b", 1, 1);
        assertThat(attached).isEqualTo(new Attached("k1", 0, 3, 0, null));
        assertThat(outlet.received).containsExactly("a@4", "a@5");
    }

    /** Whoever is to read a state first asks for the position alone, and was answered with a fault of the server where there were events. */
    @Test
    void positionAloneIsAPageWithoutEvents() {
        publish("a", 3, 1);
        for (StartFrom.After after : new StartFrom.After[] {null, new StartFrom.After("k1", 1)}) {
            PastPage page = feed.history("a", after, Long.MAX_VALUE, 0, NamespaceOptions.OPEN);
            assertThat(page.events()).isEmpty();
            assertThat(page.more()).isTrue();
            assertThat(page.seq()).isEqualTo(3);
        }
    }

    @Test
    void missedEventsComeInOrderBeforeLiveOnes() {
        publish("a", 200, 1);
        Attached attached =
                attach(feed.subscription("a", outlet, NamespaceOptions.OPEN), new StartFrom.After("k1", 50));
        publish("a", 10, 1);
        assertThat(outlet.received)
                .as("live events wait behind the missed ones")
                .isEmpty();
        catchUp();
        publish("a", 1, 1);
        assertThat(attached.count()).isEqualTo(150);
        assertThat(attached.gap()).isNull();
        assertThat(outlet.received).hasSize(161);
        assertThat(outlet.received.get(0)).isEqualTo("a@51");
        assertThat(outlet.received.get(160)).isEqualTo("a@211");
    }

    @Test
    void lastBeginsWithTheNewest() {
        publish("a", 5, 1);
        assertThat(attach(feed.subscription("a", outlet, NamespaceOptions.OPEN), new StartFrom.Last(2))
                        .count())
                .isEqualTo(2);
        catchUp();
        assertThat(outlet.received).containsExactly("a@4", "a@5");
    }

    @Test
    void whatExpiredIsNamedExactlyAndTheRestFollows() {
        publish("a", 100, 61);
        Attached attached =
                attach(feed.subscription("a", outlet, NamespaceOptions.OPEN), new StartFrom.After("k1", 10));
        catchUp();
        assertThat(attached.gap()).isEqualTo(Gap.of(10, 61, Gap.Reason.EXPIRED, null));
        assertThat(attached.count()).isEqualTo(40);
        assertThat(outlet.received).hasSize(40).startsWith("a@61");
    }

    /** No event from a time that the subject may not read: what came before the subscription needs the right to history. */
    @Test
    void whoMayNotReadThePastGetsAGapInsteadOfIt() {
        publish("a", 100, 1);
        Attached attached =
                attach(feed.subscription("a", outlet, NamespaceOptions.OPEN), new StartFrom.After("k1", 10, false));
        publish("a", 1, 1);
        catchUp();
        assertThat(attached).isEqualTo(new Attached("k1", 0, 100, 0, Gap.of(10, 101, Gap.Reason.FORBIDDEN, null)));
        assertThat(outlet.received).containsExactly("a@101");
    }

    @Test
    void whoMayNotReadThePastIsToldOfNoGapWhereNothingHappened() {
        publish("a", 10, 1);
        publish("b", 100, 1);
        Attached attached =
                attach(feed.subscription("a", outlet, NamespaceOptions.OPEN), new StartFrom.After("k1", 10, false));
        assertThat(attached).isEqualTo(new Attached("k1", 0, 110, 0, null));
    }

    @Test
    void lostRightToThePastEndsARecoveryThatIsUnderWay() {
        publish("a", 200, 1);
        Subscription recovering = feed.subscription("a", outlet, NamespaceOptions.OPEN);
        attach(recovering, new StartFrom.After("k1", 50));
        feed.catchUp(outlet.nextBehind());
        assertThat(outlet.received).hasSize(14).endsWith("a@64");
        publish("a", 2, 1);
        feed.endRecovery(recovering);
        feed.endRecovery(recovering);
        feed.catchUp(recovering);
        assertThat(outlet.received).hasSize(17).endsWith("a@201", "a@202");
        assertThat(outlet.received.get(14)).contains("\"after\":64,\"before\":201,\"reason\":\"forbidden\"");
    }

    @Test
    void lostRightToThePastTakesBackWhatWaitsOfItAndWhatIsStillToCome() {
        QueuedOutlet slow = new QueuedOutlet();
        publish("a", 6, 1);
        Subscription recovering = feed.subscription("a", slow, NamespaceOptions.OPEN);
        feed.attach(recovering, new StartFrom.After("k1", 0), attached -> {});
        feed.catchUp(recovering);
        publish("a", 1, 1);
        feed.endRecovery(recovering);
        slow.room = 1;
        feed.catchUp(recovering);
        assertThat(slow.queue).extracting(QueuedOutlet.Waiting::seq).containsExactly(-1L, 7L);
        assertThat(slow.queue.peek().text()).contains("\"after\":0,\"before\":7,\"reason\":\"forbidden\"");
    }

    @Test
    void foreignEpochIsAGapUpToWhereLiveBegins() {
        publish("a", 5, 1);
        Attached attached =
                attach(feed.subscription("a", outlet, NamespaceOptions.OPEN), new StartFrom.After("other", 3));
        publish("a", 1, 1);
        assertThat(attached.gap()).isEqualTo(Gap.of(3, 6, Gap.Reason.EPOCH, null));
        assertThat(outlet.received).containsExactly("a@6");
    }

    @Test
    void slowSubscriberFallsBehindAloneAndCatchesUpFromHistory() {
        RecordingOutlet fast = new RecordingOutlet();
        outlet.room = 3;
        attach(feed.subscription("a", outlet, NamespaceOptions.OPEN), new StartFrom.Now());
        attach(feed.subscription("a", fast, NamespaceOptions.OPEN), new StartFrom.Now());
        publish("a", 300, 1);
        assertThat(fast.received).hasSize(300);
        assertThat(outlet.received).hasSize(3);
        outlet.room = Integer.MAX_VALUE;
        catchUp();
        assertThat(outlet.received).isEqualTo(fast.received);
    }

    @Test
    void slowSubscriberThatTheRingPassedIsToldTheExactRange() {
        outlet.room = 3;
        attach(feed.subscription("a", outlet, NamespaceOptions.OPEN), new StartFrom.Now());
        publish("a", 300, 201);
        outlet.room = Integer.MAX_VALUE;
        catchUp();
        assertThat(outlet.received).hasSize(3 + 1 + 100);
        assertThat(outlet.received.get(3)).contains("\"gap\"", "\"after\":3", "\"before\":201", "\"slow\"");
        assertThat(outlet.received.get(4)).isEqualTo("a@201");
    }

    /** It would take the position for the channel that is still behind, and lose what that one has not had. */
    @Test
    void positionIsNotAnnouncedWhileAChannelOfTheShardIsBehind() {
        Subscription current = feed.subscription("b", outlet, NamespaceOptions.OPEN);
        Subscription behind = feed.subscription("a", outlet, NamespaceOptions.OPEN);
        attach(current, new StartFrom.Now());
        publish("a", 100, 1);
        attach(behind, new StartFrom.Last(100));
        feed.announcePosition(List.of(current, behind), outlet);
        assertThat(outlet.received).isEmpty();
        catchUp();
        feed.announcePosition(List.of(current, behind), outlet);
        assertThat(outlet.received).hasSize(101);
        assertThat(outlet.received.get(100)).contains("\"position\"", "\"seq\":100");
    }

    @Test
    void detachedSubscriberGetsNothingMore() {
        Subscription subscription = feed.subscription("a", outlet, NamespaceOptions.OPEN);
        attach(subscription, new StartFrom.Now());
        feed.detach(subscription);
        publish("a", 1, 1);
        assertThat(outlet.received).isEmpty();
    }

    @Test
    void newEpochIsToldToEverySubscriber() {
        publish("a", 4, 1);
        attach(feed.subscription("a", outlet, NamespaceOptions.OPEN), new StartFrom.Now());
        feed.newEpoch("k2", 3);
        last = 2;
        publish("a", 1, 1);
        assertThat(outlet.received).hasSize(2);
        assertThat(outlet.received.get(0)).contains("\"epoch\":\"k2\"", "\"after\":4", "\"before\":3");
        assertThat(outlet.received.get(1)).isEqualTo("a@3");
    }

    /** It was told that it missed what came behind the end of the old epoch, and not what it had still to get of that. */
    @Test
    void newEpochIsToldToWhoWasCatchingUpFromWhereItWas() {
        publish("a", 4, 1);
        attach(feed.subscription("a", outlet, NamespaceOptions.OPEN), new StartFrom.After("k1", 1));
        feed.newEpoch("k2", 3);
        catchUp();
        assertThat(outlet.received)
                .singleElement()
                .asString()
                .contains("\"epoch\":\"k2\"", "\"after\":1", "\"before\":3");
    }

    /** Attaching, falling behind and catching up while events pour in: each exactly once, in order. */
    @Test
    void nothingSlipsBetweenHistoryAndLive() throws Exception {
        int events = 20_000;
        List<RecordingOutlet> outlets = new ArrayList<>();
        CountDownLatch published = new CountDownLatch(1);
        Thread tail = new Thread(() -> {
            publish("a", events, 1);
            published.countDown();
        });
        tail.start();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            RecordingOutlet own = new RecordingOutlet();
            outlets.add(own);
            Thread reader = new Thread(() -> {
                attach(feed.subscription("a", own, NamespaceOptions.OPEN), new StartFrom.After("k1", 0));
                while (own.count() < events) {
                    synchronized (own) {
                        own.room = 100;
                    }
                    Subscription next = own.nextBehind();
                    while (next != null && !feed.catchUp(next)) {
                        synchronized (own) {
                            own.room = 100;
                        }
                    }
                }
            });
            readers.add(reader);
            reader.start();
        }
        for (Thread reader : readers) {
            reader.join(20_000);
        }
        tail.join();
        List<String> all = new ArrayList<>();
        for (int i = 1; i <= events; i++) {
            all.add("a@" + i);
        }
        for (RecordingOutlet own : outlets) {
            assertThat(own.received()).isEqualTo(all);
        }
    }
}
