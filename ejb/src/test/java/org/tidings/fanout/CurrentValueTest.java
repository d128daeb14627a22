package org.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.history.ShardHistory;
import org.tidings.history.StoredEvent;
import org.tidings.namespace.HistoryBound;
import org.tidings.namespace.NamespaceFiles;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.namespace.Retention;

/** A subscriber that shows nothing until the next change comes shows nothing at all where changes are rare. */
class CurrentValueTest {

    private long now;
    private final ShardFeed feed =
            new ShardFeed(0, new ShardHistory(channel -> new Retention(HistoryBound.RETAINED, true), () -> now));
    private final RecordingOutlet outlet = new RecordingOutlet();

    @BeforeEach
    void newLog() {
        feed.newEpoch("k1", 1);
    }

    private void publish(String channel, long seq, long prev, long retainedFrom) {
        feed.event(channel, new StoredEvent(seq, prev, 0, channel + "@" + seq, 10, Map.of(), 100, 4), retainedFrom);
    }

    private Subscription subscription() {
        return feed.subscription("a", outlet, NamespaceOptions.OPEN);
    }

    private Attached attach(Subscription subscription, StartFrom start) {
        AtomicReference<Attached> attached = new AtomicReference<>();
        feed.attach(subscription, start, attached::set);
        return attached.get();
    }

    private void catchUp() {
        for (Subscription next = outlet.nextBehind(); next != null; next = outlet.nextBehind()) {
            feed.catchUp(next);
        }
    }

    @Test
    void valueThatTheRingHasPassedComesBehindTheReplyAndBeforeWhatFollows() {
        publish("a", 1, 0, 1);
        publish("a", 2, 1, 1);
        feed.advanced(5_000, 4_000);
        Attached attached = attach(subscription(), new StartFrom.LastValue());
        publish("a", 5_001, 2, 4_000);
        catchUp();
        assertThat(attached).isEqualTo(new Attached("k1", 0, 5_000, 1, null));
        assertThat(outlet.received).containsExactly("a@2", "a@5001");
    }

    /** What is done with a slow subscriber concerns none that has room. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'slow':'drop'",
                "'slow':'conflate','conflate-by':'symbol'",
                "'slow':'disconnect'",
                "'priority':false"
            })
    void valueIsDeliveredWhateverTheNamespaceSaysOfSlowSubscribers(String options) {
        NamespaceOptions namespace = NamespaceFiles.read("{'prices':{'last-value':true," + options + "}}")
                .of("prices:a")
                .orElseThrow();
        publish("a", 1, 0, 1);
        publish("a", 2, 1, 1);
        feed.advanced(5_000, 4_000);
        Attached attached = attach(feed.subscription("a", outlet, namespace), new StartFrom.LastValue());
        catchUp();
        publish("a", 5_001, 2, 4_000);
        assertThat(attached.count()).isOne();
        assertThat(outlet.received).containsExactly("a@2", "a@5001");
    }

    @Test
    void whoComesBackWithThePositionOfTheValueMissesNothing() {
        publish("a", 1, 0, 1);
        publish("a", 2, 1, 1);
        feed.advanced(5_000, 4_000);
        assertThat(attach(subscription(), new StartFrom.After("k1", 2)))
                .as("it holds the value")
                .isEqualTo(new Attached("k1", 0, 5_000, 0, null));
        assertThat(attach(subscription(), new StartFrom.After("k1", 1)))
                .as("it missed the value alone")
                .isEqualTo(new Attached("k1", 0, 5_000, 1, null));
        assertThat(attach(subscription(), new StartFrom.After("k1", 0)).gap()).isNotNull();
    }

    @Test
    void withoutAValueLiveBeginsAtOnce() {
        assertThat(attach(subscription(), new StartFrom.LastValue()).count()).isZero();
        publish("a", 1, 0, 1);
        assertThat(outlet.received).containsExactly("a@1");
    }

    @Test
    void expiredValueIsNotDelivered() {
        publish("a", 1, 0, 1);
        now = 100;
        assertThat(attach(subscription(), new StartFrom.LastValue()).count()).isZero();
        catchUp();
        assertThat(outlet.received).isEmpty();
    }

    /** The right to history is another one: to lose it takes nothing from whoever asked for the present. */
    @Test
    void lossOfTheRightToHistoryLeavesTheValue() {
        publish("a", 1, 0, 1);
        Subscription subscription = subscription();
        attach(subscription, new StartFrom.LastValue());
        feed.endRecovery(subscription);
        catchUp();
        assertThat(outlet.received).containsExactly("a@1");
    }
}
