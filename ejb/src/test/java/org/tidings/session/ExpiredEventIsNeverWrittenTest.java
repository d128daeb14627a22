package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidings.fanout.Fanout;
import org.tidings.fanout.Subscription;
import org.tidings.history.StoredEvent;
import org.tidings.log.LogShard;
import org.tidings.namespace.NamespaceFiles;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.namespace.Retention;

/** An offer that ended at noon was shown at one, because its reader had been slow. */
class ExpiredEventIsNeverWrittenTest {

    private static final int FRAME = 10_000;

    private final AtomicLong clock = new AtomicLong(1_000);
    private final OutboundQueue queue = new OutboundQueue(
            10_000, new OutboundBudget(Long.MAX_VALUE), WireFormat.JSON, new SharedFrames(), clock::get);
    private final Fanout fanout =
            new Fanout(List.of(new LogShard("main", 0)), channel -> Retention.ALL, new SimpleMeterRegistry());
    private final Subscription a = subscription("x:a", NamespaceOptions.OPEN);
    private final Subscription b = subscription("x:b", NamespaceOptions.OPEN);

    @BeforeEach
    void newLog() {
        fanout.newEpoch(0, "k1", 1);
    }

    private Subscription subscription(String channel, NamespaceOptions options) {
        return fanout.feed(0).subscription(channel, null, options);
    }

    private void offer(Subscription to, long seq, long expiresAt) {
        String text = "event " + seq;
        queue.offer(to, new StoredEvent(seq, seq - 1, 0, text, text.length(), Map.of(), expiresAt, 4), null);
    }

    private List<String> written() {
        OutboundQueue.Frame frame = queue.next(new FrameDraft(FRAME));
        assertThat(queue.next(new FrameDraft(FRAME))).as("more than a frame").isNull();
        assertThat(queue.bytes()).isZero();
        return frame.out().text().lines().toList();
    }

    private static String gap(String channel, long after, long before, int count) {
        return "{\"v\":1,\"type\":\"event\",\"action\":\"gap\",\"channel\":\"" + channel
                + "\",\"epoch\":\"k1\",\"shard\":0,\"payload\":{\"after\":" + after + ",\"before\":" + before
                + ",\"count\":" + count + ",\"reason\":\"expired-event\"}}";
    }

    @Test
    void aGapStandsInItsPlace() {
        offer(a, 1, 0);
        offer(a, 2, 2_000);
        offer(a, 3, 3_000);
        clock.set(2_000);
        OutboundQueue.Frame frame = queue.next(new FrameDraft(FRAME));
        assertThat(frame.out().text().lines()).containsExactly("event 1", gap("x:a", 1, 3, 1), "event 3");
        assertThat(frame.expired()).isEqualTo(1);
        assertThat(frame.out().envelopes()).isEqualTo(3);
    }

    @Test
    void thoseOfAChannelAreToldTogetherAlsoWhereOthersComeBetween() {
        offer(a, 1, 2_000);
        offer(b, 2, 0);
        offer(a, 3, 2_000);
        offer(b, 4, 2_000);
        offer(a, 5, 2_000);
        offer(a, 6, 0);
        clock.set(2_001);
        assertThat(written()).containsExactly("event 2", gap("x:a", 0, 6, 3), "event 6", gap("x:b", 3, 5, 1));
    }

    /** It would claim that the reader has had them. */
    @Test
    void thePositionBehindThemComesBehindTheGap() {
        offer(a, 1, 2_000);
        offer(b, 2, 2_000);
        queue.position("position");
        clock.set(2_001);
        assertThat(written()).containsExactly(gap("x:a", 0, 2, 1), gap("x:b", 1, 3, 1), "position");
    }

    /** The same number means another event then. */
    @Test
    void eventsOfTwoEpochsAreNotToldTogether() {
        offer(a, 5, 2_000);
        fanout.newEpoch(0, "k2", 3);
        queue.notice(a, "gap of the epoch");
        offer(a, 3, 2_000);
        clock.set(2_001);
        assertThat(written())
                .containsExactly(
                        gap("x:a", 4, 6, 1),
                        "gap of the epoch",
                        gap("x:a", 2, 4, 1).replace("k1", "k2"));
    }

    @Test
    void aFrameIsNoLongerThanItMayBe() {
        for (int seq = 1; seq <= 100; seq++) {
            offer(seq % 2 == 0 ? a : b, seq, seq % 3 == 0 ? 0 : 2_000);
        }
        clock.set(2_001);
        int frames = 0;
        for (OutboundQueue.Frame frame = queue.next(new FrameDraft(300));
                frame != null;
                frame = queue.next(new FrameDraft(300))) {
            assertThat(frame.out().text().length()).isLessThanOrEqualTo(300);
            frames++;
        }
        assertThat(frames).isGreaterThan(10);
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void deadlinesMeanNothingWhereTheNamespaceSaysSo() {
        offer(subscription("y:c", NamespaceFiles.options("{'deadline':false}")), 1, 2_000);
        clock.set(2_001);
        assertThat(written()).containsExactly("event 1");
    }

    @Test
    void ephemeralOnesAreCountedWithoutPositions() {
        offer(subscription("y:c", NamespaceFiles.options("{'durability':'ephemeral'}")), 0, 2_000);
        offer(subscription("y:c", NamespaceFiles.options("{'durability':'ephemeral'}")), 0, 0);
        clock.set(2_001);
        assertThat(written()).hasSize(2).first().asString().contains("\"payload\":{\"count\":1,\"reason\"");
    }
}
