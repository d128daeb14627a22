package org.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidings.history.ShardHistory;
import org.tidings.history.StoredEvent;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.namespace.Retention;

/** What is erased is still given: from history, to one that catches up, from an instance that never had it; or its absence is not told. */
class ErasedIsTakenBackTest {
    private static final String ERASED = "\"reason\":\"erased\"";

    private final ShardFeed feed =
            new ShardFeed(0, new ShardHistory(channel -> Retention.ALL, System::currentTimeMillis));
    private final RecordingOutlet outlet = new RecordingOutlet();

    @BeforeEach
    void tenEvents() {
        feed.newEpoch("k1", 1);
        for (int seq = 1; seq <= 10; seq++) {
            publish("a", seq, seq - 1);
        }
    }

    @Test
    void nobodyGetsItFromTheHistoryAndWhoAsksForItIsTold() {
        feed.erased("a", 8);
        Attached attached = attach(new StartFrom.After("k1", 3));
        assertThat(attached.count()).isEqualTo(2);
        assertThat(attached.gap().reason()).isEqualTo("erased");
        assertThat(attached.gap().after()).isEqualTo(3);
        assertThat(attached.gap().before()).isEqualTo(9);
        assertThat(attach(new StartFrom.After("k1", 8)).gap())
                .as("it has had all of it")
                .isNull();
        assertThat(feed.countAfter("a", epoch -> 0)).isEqualTo(2);
    }

    @Test
    void whoIsStillBeingGivenItGetsAGapInItsPlace() {
        attach(new StartFrom.After("k1", 3));
        feed.erased("a", 10);
        for (Subscription next = outlet.nextBehind(); next != null; next = outlet.nextBehind()) {
            feed.catchUp(next);
        }
        publish("a", 11, 10);
        assertThat(outlet.received()).hasSize(2);
        assertThat(outlet.received().get(0)).contains(ERASED, "\"after\":3", "\"before\":11");
        assertThat(outlet.received().get(1)).isEqualTo("a@11");
    }

    /** It was handed over, but is not sent. */
    @Test
    void whatWaitsToBeSentIsTakenBackAndTheGapStandsInItsPlace() {
        QueuedOutlet slow = new QueuedOutlet();
        slow.room = Integer.MAX_VALUE;
        Subscription subscription = feed.subscription("a", slow, NamespaceOptions.OPEN);
        feed.attach(subscription, new StartFrom.After("k1", 5), attached -> {});
        feed.catchUp(subscription);
        publish("a", 11, 10);
        feed.erased("a", 8);
        assertThat(slow.queue).extracting(QueuedOutlet.Waiting::seq).containsExactly(-1L, 9L, 10L, 11L);
        assertThat(slow.queue.peek().text()).contains(ERASED, "\"after\":5", "\"before\":9");
    }

    @Test
    void whoHadAllOfItIsToldNothing() {
        attach(new StartFrom.Now());
        publish("a", 11, 10);
        feed.erased("a", 11);
        publish("a", 12, 11);
        assertThat(outlet.received()).containsExactly("a@11", "a@12");
    }

    /** It was erased before this instance read so far. */
    @Test
    void whatNeverCameHereIsAGapToWhoeverListensHereAndToWhoeverAsksLater() {
        attach(new StartFrom.Now());
        feed.erased("a", 15);
        publish("a", 17, 15);
        assertThat(outlet.received().get(0)).contains(ERASED, "\"after\":10", "\"before\":16");
        assertThat(outlet.received().get(1)).isEqualTo("a@17");
        assertThat(attach(new StartFrom.After("k1", 12)).gap().reason()).isEqualTo("erased");
        assertThat(attach(new StartFrom.After("k1", 15)).gap()).isNull();
    }

    @Test
    void otherChannelsKeepTheirs() {
        publish("b", 11, 0);
        feed.erased("a", 10);
        assertThat(feed.countAfter("b", epoch -> 0)).isEqualTo(1);
    }

    private Attached attach(StartFrom start) {
        AtomicReference<Attached> attached = new AtomicReference<>();
        feed.attach(feed.subscription("a", outlet, NamespaceOptions.OPEN), start, attached::set);
        return attached.get();
    }

    private void publish(String channel, long seq, long prev) {
        feed.event(channel, new StoredEvent(seq, prev, 0, channel + "@" + seq, 10), 1);
    }
}
