package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tidings.fanout.Fanout;
import org.tidings.fanout.Subscription;
import org.tidings.history.StoredEvent;
import org.tidings.log.LogShard;
import org.tidings.namespace.NamespaceFiles;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.namespace.Retention;

/**
 * What is urgent overtakes, and with it everything may go wrong that order is for: a channel whose events change places, a position
 * in front of an event that it claims to cover, an event in front of the reply to its subscription.
 */
class PriorityNeverSwapsAChannelTest {

    private static final int ONE = 1;

    private final OutboundQueue queue =
            new OutboundQueue(10_000, new OutboundBudget(Long.MAX_VALUE), WireFormat.JSON, new SharedFrames());
    private final Fanout fanout =
            new Fanout(List.of(new LogShard("main", 0)), channel -> Retention.ALL, new SimpleMeterRegistry());
    private final Map<String, Subscription> subscriptions = new HashMap<>();
    private NamespaceOptions options = NamespaceOptions.OPEN;
    private long seq;

    private Subscription channel(String name) {
        return subscriptions.computeIfAbsent(name, channel -> fanout.feed(0).subscription(channel, null, options));
    }

    private boolean offer(String channel, int priority) {
        seq++;
        String text = channel + seq;
        return queue.offer(
                channel(channel), new StoredEvent(seq, 0, 0, text, text.length(), Map.of(), 0, priority), null);
    }

    /** One envelope after the other. */
    private List<String> written() {
        List<String> all = new ArrayList<>();
        for (OutboundQueue.Frame next = queue.next(new FrameDraft(ONE));
                next != null;
                next = queue.next(new FrameDraft(ONE))) {
            all.add(next.out().text());
        }
        assertThat(queue.bytes()).as("nothing is left").isZero();
        return all;
    }

    @Test
    void urgentEventsOvertakeThoseOfOtherChannels() {
        offer("a", 4);
        offer("a", 4);
        offer("b", 9);
        offer("c", 0);
        offer("b", 9);
        offer("c", 5);
        assertThat(queue.next(new FrameDraft(ONE)).overtakers())
                .as("the two of b")
                .isEqualTo(2);
        assertThat(written()).containsExactly("b5", "a1", "a2", "c4", "c6");
    }

    @Test
    void whatFollowsInAChannelWaitsForWhatIsLessUrgent() {
        offer("a", 2);
        offer("a", 9);
        offer("b", 4);
        offer("a", 9);
        assertThat(written()).containsExactly("b3", "a1", "a2", "a4");
    }

    /** It waited with a less urgent one, which is gone now: nothing keeps those that come later. */
    @Test
    void aChannelIsUrgentAgainOnceNothingOfItWaits() {
        offer("a", 0);
        offer("b", 4);
        written();
        offer("b", 4);
        offer("a", 9);
        assertThat(written()).containsExactly("a4", "b3");
    }

    @Test
    void positionComesBehindEverythingThatItCovers() {
        offer("low", 0);
        offer("a", 4);
        offer("b", 9);
        queue.position("position");
        offer("c", 9);
        offer("a", 4);
        List<String> written = written();
        assertThat(written.indexOf("position"))
                .isGreaterThan(written.indexOf("low1"))
                .isGreaterThan(written.indexOf("a2"))
                .isGreaterThan(written.indexOf("b3"));
        assertThat(written.indexOf("c4")).as("what comes later may go before").isEqualTo(1);
    }

    @Test
    void anUrgentEventDoesNotComeBeforeTheReplyToItsSubscription() {
        offer("a", 4);
        queue.answer("subscribed b", "b");
        offer("b", 9);
        offer("c", 9);
        assertThat(written()).containsExactly("c3", "a1", "subscribed b", "b2");
    }

    @Test
    void theReplyToUnsubscribeComesBehindTheLastEvent() {
        offer("a", 1);
        offer("b", 4);
        queue.answer("unsubscribed a", "a");
        offer("b", 4);
        assertThat(written()).containsExactly("b2", "b3", "a1", "unsubscribed a");
    }

    @Test
    void aGapStaysInItsPlace() {
        offer("b", 4);
        offer("a", 7);
        queue.notice(channel("a"), "gap a");
        offer("a", 7);
        assertThat(queue.offer(channel("c"), new StoredEvent(9, 0, 0, "c9", 2, Map.of(), 0, 9), "gap c"))
                .isTrue();
        assertThat(written()).containsExactly("gap c", "c9", "a2", "b1", "gap a", "a3");
    }

    @Test
    void byeIsTheLast() {
        offer("low", 0);
        offer("a", 4);
        queue.behindAll("bye");
        assertThat(written()).containsExactly("a2", "low1", "bye");
    }

    @Test
    void whatIsNotUrgentGetsAnywhereToo() {
        offer("low", 0);
        for (int i = 0; i < 100; i++) {
            offer("a", 9);
        }
        assertThat(written().indexOf("low1")).isEqualTo(7);
    }

    /** Of what use were it to overtake, where a flood leaves no room to get in? */
    @Test
    void urgentEventsGetInWhereAFloodFillsTheRoom() {
        while (offer("a", 4)) {
            assertThat(queue.bytes()).isLessThanOrEqualTo(10_000);
        }
        assertThat(offer("b", 5)).isTrue();
        while (offer("b", 5)) {
            assertThat(queue.bytes()).isLessThanOrEqualTo(12_500);
        }
    }

    @Test
    void prioritiesMeanNothingWhereTheNamespaceSaysSo() {
        options = NamespaceFiles.options("{'priority':false}");
        offer("a", 4);
        offer("b", 9);
        offer("c", 0);
        offer("d", 4);
        assertThat(written()).containsExactly("a1", "b2", "c3", "d4");
    }

    @Test
    void takingBackKeepsTheOrderOfWhatStays() {
        offer("a", 4);
        offer("b", 9);
        offer("a", 0);
        offer("c", 2);
        assertThat(queue.takeBack(channel("a"), Long.MAX_VALUE, first -> "instead of " + first))
                .isTrue();
        offer("a", 9);
        assertThat(written()).containsExactly("b2", "instead of 1", "a5", "c4");
    }

    /** A client that was told a position, and not given what it covers, would never ask for that again. */
    @Test
    void whatIsTakenBackIsNotClaimedToBeHad() {
        offer("a", 4);
        queue.position("position");
        queue.notice(channel("b"), "gap b");
        queue.behindAll("bye");
        queue.takeBackEvents();
        assertThat(written()).containsExactly("bye");
    }

    /** Whatever comes in whatever order: each channel's order holds, and a position comes behind what was there before. */
    @Test
    void noOrderIsBrokenByAnything() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, Long> last = new HashMap<>();
        List<Long> waiting = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            int what = random.nextInt(20);
            if (what < 9 && queue.bytes() < 5_000) {
                offer(String.valueOf((char) ('a' + random.nextInt(6))), random.nextInt(10));
                waiting.add(seq);
            } else if (what == 9) {
                queue.position("position " + seq);
            } else {
                OutboundQueue.Frame next = queue.next(new FrameDraft(ONE));
                if (next == null) {
                    assertThat(waiting).as("seed %d", seed).isEmpty();
                } else if (next.out().text().startsWith("position")) {
                    long covered = Long.parseLong(next.out().text().substring("position ".length()));
                    assertThat(waiting)
                            .as("seed %d: %s", seed, next.out().text())
                            .allMatch(seq -> seq > covered);
                } else {
                    long written = Long.parseLong(next.out().text().substring(1));
                    Long before = last.put(next.out().text().substring(0, 1), written);
                    assertThat(before == null || before < written)
                            .as("seed %d: %s", seed, next.out().text())
                            .isTrue();
                    waiting.remove(written);
                }
            }
        }
    }
}
