package org.tidings.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tidings.history.ShardHistory.Missing;
import org.tidings.namespace.HistoryBound;
import org.tidings.namespace.Retention;

class ShardHistoryTest {

    private static final Retention KEEPS_LAST = new Retention(HistoryBound.RETAINED, true);

    private Retention retention = Retention.ALL;
    private long now;
    private final ShardHistory history = new ShardHistory(channel -> retention, () -> now);

    private void append(String channel, long seq, long prev) {
        history.append(channel, event(seq, prev));
    }

    private void keep(String channel, StoredEvent last) {
        if (history.lacks(channel, last.seq())) {
            history.keep(channel, last);
        }
    }

    private StoredEvent event(long seq, long prev) {
        return new StoredEvent(seq, prev, 0, "@" + seq, 10, Map.of(), 0, 4, now);
    }

    @Test
    void nothingIsMissingWhileEverythingIsRetained() {
        append("a", 1, 0);
        append("b", 2, 0);
        append("a", 3, 1);
        assertThat(history.missingAfter("a", 0)).isEmpty();
        assertThat(history.missingAfter("a", 1)).isEmpty();
        assertThat(history.missingAfter("never", 0)).isEmpty();
        assertThat(history.range("a", 1, Long.MAX_VALUE, 10))
                .extracting(StoredEvent::seq)
                .containsExactly(3L);
    }

    @Test
    void namesTheExactRangeOnceTheRingHasPassed() {
        append("a", 1, 0);
        append("a", 5, 1);
        append("a", 9, 5);
        history.retainFrom(6);
        assertThat(history.missingAfter("a", 1)).contains(new Missing(1, 9));
        assertThat(history.missingAfter("a", 4)).contains(new Missing(4, 9));
    }

    @Test
    void whatLeftTheRingBeforeThePositionIsNotMissed() {
        append("a", 1, 0);
        append("a", 5, 1);
        append("a", 9, 5);
        history.retainFrom(6);
        assertThat(history.missingAfter("a", 5)).isEmpty();
        assertThat(history.missingAfter("a", 7)).isEmpty();
    }

    /** Thousands who catch up, each in pages that began where it fell behind, had each a frame made for itself. */
    @Test
    void pagesAreTheSameWhereverTheirReadersBegin() {
        for (long seq = 1; seq <= 20; seq++) {
            append("a", seq, seq - 1);
        }
        history.retainFrom(4);
        assertThat(page(3, 8)).containsExactly(4L, 5L, 6L, 7L, 8L);
        assertThat(page(6, 8)).containsExactly(7L, 8L);
        assertThat(page(8, 8)).containsExactly(9L, 10L, 11L, 12L, 13L, 14L, 15L, 16L);
        assertThat(page(16, 8)).containsExactly(17L, 18L, 19L, 20L);
        assertThat(page(20, 8)).isEmpty();
        assertThat(history.page("never", 0, 8)).isEmpty();
    }

    private List<Long> page(long after, int length) {
        return history.page("a", after, length).stream().map(StoredEvent::seq).toList();
    }

    /** A busy shard must not turn a quiet channel's old position into a false gap. */
    @Test
    void quietChannelsOldPositionIsCurrentAlthoughItsEventIsGone() {
        append("quiet", 1, 0);
        for (long seq = 2; seq <= 100; seq++) {
            append("busy", seq, seq == 2 ? 0 : seq - 1);
        }
        history.retainFrom(50);
        assertThat(history.missingAfter("quiet", 1)).isEmpty();
        assertThat(history.missingAfter("quiet", 0)).contains(new Missing(0, 2));
    }

    @Test
    void headsThatWereNeverReadAreRecalled() {
        history.retainFrom(1_000);
        history.recall(Map.of("quiet", 17L), 0);
        assertThat(history.missingAfter("quiet", 17)).isEmpty();
        assertThat(history.missingAfter("quiet", 16)).contains(new Missing(16, 18));
    }

    /** Where nobody recalls the channel any more, a gap that may be none is honest, silence would not be. */
    @Test
    void forgottenChannelMayHaveEventsUpToTheForgottenPosition() {
        history.retainFrom(1_000);
        history.recall(Map.of(), 400);
        assertThat(history.missingAfter("unknown", 300)).contains(new Missing(300, 401));
        assertThat(history.missingAfter("unknown", 400)).isEmpty();
    }

    /**
     * A tail that begins in the middle of the log knows nothing of the channels before, until the second checkpoint has told
     * it. What it had to assume meanwhile stayed for ever, and a channel without any event turned every old position into a gap.
     */
    @Test
    void whatWasForgottenForLackOfCheckpointsIsRecalledByThem() {
        history.recall(Map.of(), 999);
        history.retainFrom(1_000);
        assertThat(history.missingAfter("unknown", 500)).contains(new Missing(500, 1_000));
        history.recall(Map.of("quiet", 17L), 0);
        assertThat(history.missingAfter("unknown", 500)).isEmpty();
        assertThat(history.missingAfter("quiet", 17)).isEmpty();
    }

    /**
     * An instance that outlived the restore of an older journal went on to give the events that the restore had lost; and
     * where the new log began with 1, it dropped every new event as older than the ring.
     */
    @Test
    void afterARestoreTheLostEventsAreGoneAndNewOnesTakeTheirPositions() {
        for (long seq = 1; seq <= 10; seq++) {
            append("a", seq, seq - 1);
        }
        history.retainFrom(8);
        history.truncate(4);
        assertThat(history.newest("a", Long.MAX_VALUE, 100)).isEmpty();
        append("a", 4, 3);
        history.retainFrom(2);
        assertThat(history.newest("a", Long.MAX_VALUE, 100))
                .extracting(StoredEvent::seq)
                .containsExactly(4L);
        assertThat(history.missingAfter("a", 3)).isEmpty();
    }

    @Test
    void newestAreTheLastBeforeAPosition() {
        for (long seq = 1; seq <= 10; seq++) {
            append("a", seq, seq - 1);
        }
        assertThat(history.newest("a", Long.MAX_VALUE, 3))
                .extracting(StoredEvent::seq)
                .containsExactly(8L, 9L, 10L);
        assertThat(history.newest("a", 5, 3)).extracting(StoredEvent::seq).containsExactly(2L, 3L, 4L);
    }

    @Test
    void boundByCountShortensWithTheExactGapAndFreesTheRest() {
        retention = new Retention(new HistoryBound(3, HistoryBound.RETAINED.seconds()), false);
        for (long seq = 1; seq <= 10; seq++) {
            append("a", seq, seq - 1);
        }
        assertThat(history.newest("a", Long.MAX_VALUE, 100))
                .extracting(StoredEvent::seq)
                .containsExactly(8L, 9L, 10L);
        assertThat(history.size()).isEqualTo(3);
        assertThat(history.missingAfter("a", 4)).contains(new Missing(4, 8));
        assertThat(history.missingAfter("a", 7)).isEmpty();
    }

    @Test
    void boundByTimeShortensAsTimeGoesOn() {
        retention = new Retention(new HistoryBound(HistoryBound.RETAINED.events(), 60), false);
        for (long seq = 1; seq <= 4; seq++) {
            now = seq * 30_000;
            append("a", seq, seq - 1);
        }
        assertThat(history.missingAfter("a", 0)).contains(new Missing(0, 2));
        now = 160_000;
        assertThat(history.range("a", 0, Long.MAX_VALUE, 10))
                .extracting(StoredEvent::seq)
                .containsExactly(4L);
        now = 1_000_000;
        assertThat(history.missingAfter("a", 0)).contains(new Missing(0, 5));
        assertThat(history.missingAfter("a", 3)).contains(new Missing(3, 5));
        assertThat(history.missingAfter("a", 4)).isEmpty();
        assertThat(history.size()).isZero();
    }

    /** The ring passes what the bound had removed long before, and must not take a younger event for it. */
    @Test
    void ringThatPassesWhatTheBoundHasRemovedTakesNothingElse() {
        retention = new Retention(new HistoryBound(2, HistoryBound.RETAINED.seconds()), false);
        for (long seq = 1; seq <= 10; seq++) {
            append("a", seq, seq - 1);
        }
        history.retainFrom(9);
        assertThat(history.size()).isEqualTo(2);
        assertThat(history.missingAfter("a", 8)).isEmpty();
        history.retainFrom(10);
        assertThat(history.missingAfter("a", 8)).contains(new Missing(8, 10));
    }

    @Test
    void noHistoryAtAllIsAGapForWhoeverMissedAnything() {
        retention = new Retention(HistoryBound.NONE, false);
        append("a", 1, 0);
        append("a", 2, 1);
        assertThat(history.newest("a", Long.MAX_VALUE, 10)).isEmpty();
        assertThat(history.missingAfter("a", 1)).contains(new Missing(1, 3));
        assertThat(history.missingAfter("a", 2)).isEmpty();
    }

    @Test
    void lastValueStaysWhenTheRingHasPassedItAndGoesWithTheNextOne() {
        retention = KEEPS_LAST;
        append("a", 1, 0);
        append("a", 2, 1);
        history.retainFrom(1_000);
        assertThat(history.last("a")).map(StoredEvent::seq).contains(2L);
        assertThat(history.missingAfter("a", 1))
                .as("the value is the whole of it")
                .isEmpty();
        assertThat(history.missingAfter("a", 0)).contains(new Missing(0, 2));
        append("a", 1_001, 2);
        assertThat(history.size()).isOne();
        assertThat(history.missingAfter("a", 2)).isEmpty();
        assertThat(history.missingAfter("a", 1)).contains(new Missing(1, 1_001));
    }

    @Test
    void lastValueThatTheLogRepeatsIsTakenWhereNothingNewerIsKnown() {
        retention = KEEPS_LAST;
        history.retainFrom(1_000);
        history.recall(Map.of("newer", 900L), 0);
        append("b", 1_001, 7);
        keep("a", event(5, 3));
        keep("b", event(7, 0));
        keep("newer", event(800, 0));
        assertThat(history.last("a")).map(StoredEvent::seq).contains(5L);
        assertThat(history.last("b")).map(StoredEvent::seq).contains(1_001L);
        assertThat(history.last("newer")).as("not the last one").isEmpty();
        history.forgetKept(5);
        assertThat(history.last("a")).isEmpty();
        assertThat(history.missingAfter("a", 4)).contains(new Missing(4, 6));
    }

    /** Among the entries that never came may have been a newer value. */
    @Test
    void lastValueIsUnknownBehindAHole() {
        retention = KEEPS_LAST;
        append("a", 1, 0);
        history.missed(50);
        assertThat(history.last("a")).isEmpty();
        keep("a", event(30, 1));
        assertThat(history.last("a")).map(StoredEvent::seq).contains(30L);
    }

    @Test
    void lastValueThatHasExpiredIsNone() {
        retention = KEEPS_LAST;
        history.append("a", new StoredEvent(1, 0, 0, "", 0, Map.of(), 500, 4));
        now = 499;
        assertThat(history.last("a")).isPresent();
        now = 500;
        assertThat(history.last("a")).isEmpty();
        retention = new Retention(HistoryBound.RETAINED, true, false);
        assertThat(history.last("a")).as("deadlines mean nothing there").isPresent();
    }

    /** The value that a restore lost is none; what the older log holds of the channel is the last again. */
    @Test
    void afterARestoreTheValueBeforeIsTheLast() {
        retention = KEEPS_LAST;
        append("a", 1, 0);
        append("a", 9, 1);
        append("b", 8, 0);
        history.truncate(5);
        assertThat(history.last("a")).map(StoredEvent::seq).contains(1L);
        assertThat(history.last("b")).isEmpty();
    }

    /** The circular array against a sorted map, through growth, wrapping and emptying. */
    @Test
    void channelsAgreeWithAPlainModel() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ChannelHistory channel = new ChannelHistory();
        TreeMap<Long, StoredEvent> model = new TreeMap<>();
        long seq = 0;
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(100) < (step / 2_000 % 2 == 0 ? 60 : 40)) {
                seq += 1 + random.nextInt(3);
                StoredEvent event = new StoredEvent(seq, 0, 0, "", 0);
                channel.append(event);
                model.put(seq, event);
            } else if (!model.isEmpty()) {
                channel.removeOldest();
                model.pollFirstEntry();
            }
            long after = seq - random.nextInt(40);
            assertThat(channel.countAfter(after))
                    .as("seed %d step %d", seed, step)
                    .isEqualTo(model.tailMap(after, false).size());
            assertThat(channel.range(after, Long.MAX_VALUE, 5))
                    .as("seed %d step %d", seed, step)
                    .containsExactlyElementsOf(model.tailMap(after, false).values().stream()
                            .limit(5)
                            .toList());
        }
    }
}
