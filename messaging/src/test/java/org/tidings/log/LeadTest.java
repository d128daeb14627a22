package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One term of leadership: every publish becomes an entry or a verdict, and no position is left out. */
class LeadTest {

    private static final long NOW = 1_700_000_000_000L;

    private final Lead lead = Samples.lead(Samples.SETTINGS);

    private Lead.Batch sequence(PublishRecord... records) {
        return lead.sequence(List.of(records), NOW);
    }

    private static Verdict onlyVerdict(Lead.Batch batch) {
        assertThat(batch.entries()).isEmpty();
        assertThat(batch.verdicts()).hasSize(1);
        return batch.verdicts().get(0);
    }

    private static PublishRecord.Message expiring(String messageId, long expiresAt) {
        return new PublishRecord.Message(
                Samples.ORIGIN, new Publication("c:a", "alice", messageId, "{}", Map.of(), expiresAt, 4));
    }

    @Test
    void positionsHaveNoHoleWhateverIsWritten() {
        List<Lead.Written> log = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            log.addAll(lead.sequence(
                            List.of(
                                    Samples.message("c:" + i % 5, "m" + i),
                                    Samples.message("c:" + i % 5, "m" + i),
                                    new PublishRecord.BarrierRequest(Samples.ORIGIN, LogPosition.NONE)),
                            NOW)
                    .entries());
        }
        long next = 2;
        for (Lead.Written written : log) {
            LogEntry.Body body = LogEntryCodec.decode(written.bytes()).body();
            assertThat(body.firstSeq()).isEqualTo(next);
            assertThat(body.lastSeq()).isEqualTo(written.lastSeq());
            next = body.lastSeq() + 1;
        }
        assertThat(log)
                .anyMatch(written -> LogEntryCodec.decode(written.bytes()).body() instanceof LogEntry.Checkpoint);
    }

    @Test
    void eachEventNamesTheOneBeforeItInItsChannel() {
        Lead.Batch batch = sequence(
                Samples.message("c:a", "1"),
                Samples.message("c:b", "2"),
                Samples.message("c:a", "3"),
                Samples.message("c:a", "4"),
                Samples.message("c:b", "5"));
        assertThat(Samples.items(batch)).extracting(LogEntry.Item::seq).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(Samples.items(batch)).extracting(LogEntry.Item::prev).containsExactly(0L, 0L, 2L, 4L, 3L);
    }

    @Test
    void duplicateIsAnsweredWithThePositionOfTheFirstAlsoWithinOneBatch() {
        Lead.Batch batch = sequence(Samples.message("c:a", "m"), Samples.message("c:a", "m"));
        assertThat(batch.entries()).hasSize(1);
        assertThat(batch.verdicts()).containsExactly(new Verdict(Samples.ORIGIN, 0, Verdict.Kind.DUPLICATE, "k3", 2));
        assertThat(onlyVerdict(sequence(Samples.message("c:a", "m"))).firstSeq())
                .isEqualTo(2);
    }

    @Test
    void expiredIsAnsweredAndNotStored() {
        assertThat(onlyVerdict(sequence(expiring("m", NOW))).kind()).isEqualTo(Verdict.Kind.EXPIRED);
        assertThat(sequence(expiring("n", NOW + 1)).entries()).hasSize(1);
    }

    /** It was stored in time; its answer was lost; sent again after its deadline it was told that it is not stored. */
    @Test
    void storedInTimeAndSentAgainLateIsADuplicateNotExpired() {
        assertThat(sequence(expiring("m", NOW + 1)).entries()).hasSize(1);
        Lead.Batch late = lead.sequence(List.of(expiring("m", NOW + 1)), NOW + 1_000);
        assertThat(onlyVerdict(late).kind()).isEqualTo(Verdict.Kind.DUPLICATE);
    }

    @Test
    void timeNeverGoesBackInTheLog() {
        List<Long> times = new ArrayList<>();
        for (long now : new long[] {NOW, NOW - 3_600_000, NOW + 5, NOW + 4, NOW - 1}) {
            Lead.Batch batch = lead.sequence(List.of(Samples.message("c:a", "m" + times.size())), now);
            times.add(Samples.items(batch).get(0).at());
        }
        assertThat(times).containsExactly(NOW, NOW, NOW + 5, NOW + 5, NOW + 5);
    }

    /** An instance that counts other shards sends to publish.N what belongs elsewhere; nobody would look for it here. */
    @Test
    void channelOfAnotherShardIsRefused() {
        LogSettings four = new LogSettings(4, 1_000, 64L << 20, 120_000, 2_000, 12_000, 100);
        int accepted = 0;
        for (int shard = 0; shard < 4; shard++) {
            Lead leader = new Lead(
                    new LogShard(LogShard.MAIN, shard),
                    four,
                    ChannelStorage.MAIN,
                    new ShardLedger(four, ChannelStorage.MAIN));
            leader.takeOver("k3");
            Lead.Batch batch = leader.sequence(List.of(Samples.message("c:a", "m")), NOW);
            accepted += batch.entries().size();
            assertThat(batch.verdicts()).allMatch(verdict -> verdict.kind() == Verdict.Kind.MISPLACED);
        }
        assertThat(accepted).isEqualTo(1);
    }

    @Test
    void publishThatWouldFillTheRingIsRefused() {
        LogSettings small = Samples.settings(1_000, 1 << 20);
        Lead leader = Samples.lead(small);
        PublishRecord.Message huge = new PublishRecord.Message(
                Samples.ORIGIN, new Publication("c:a", "alice", "m", "x".repeat(200_000), Map.of(), 0, 4));
        assertThat(onlyVerdict(leader.sequence(List.of(huge), NOW)).kind()).isEqualTo(Verdict.Kind.TOO_LARGE);
        // Nothing of it stays: the next has the next position, and the same id is new.
        Lead.Batch next = leader.sequence(List.of(Samples.message("c:a", "m")), NOW);
        assertThat(Samples.items(next))
                .extracting(LogEntry.Item::seq, LogEntry.Item::prev)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(2L, 0L));
    }

    @Test
    void barrierOfAnInstanceThatIsBehindLeavesTheEpochAlone() {
        Lead.Batch before = sequence(Samples.message("c:a", "1"), Samples.message("c:a", "2"));
        LogEntry.Stamp stamp = Samples.entries(before).get(0).stamp();
        Lead.Batch batch = sequence(
                new PublishRecord.BarrierRequest(Samples.ORIGIN, LogPosition.NONE),
                new PublishRecord.BarrierRequest(Samples.ORIGIN, new LogPosition("k3", 2, stamp.term())));
        assertThat(Samples.entries(batch))
                .extracting(LogEntry::body)
                .containsExactly(new LogEntry.Barrier(4, Samples.ORIGIN), new LogEntry.Barrier(5, Samples.ORIGIN));
    }

    @Test
    void barrierFromBeyondTheEndBeginsANewEpoch() {
        long term = Samples.entries(sequence(Samples.message("c:a", "1")))
                .get(0)
                .stamp()
                .term();
        Lead.Batch batch = sequence(new PublishRecord.BarrierRequest(Samples.ORIGIN, new LogPosition("k3", 900, term)));
        assertNewEpoch(batch, term);
    }

    /** The log has gone on past the position, but another leader wrote what stands there now. */
    @Test
    void barrierFromAnotherLogsPositionBeginsANewEpoch() {
        long term = Samples.entries(sequence(Samples.message("c:a", "1")))
                .get(0)
                .stamp()
                .term();
        Lead.Batch batch = sequence(new PublishRecord.BarrierRequest(
                Samples.ORIGIN, new LogPosition("k3", 2, Terms.after(Terms.after(0)))));
        assertNewEpoch(batch, term);
    }

    private static void assertNewEpoch(Lead.Batch batch, long termBefore) {
        List<LogEntry> entries = Samples.entries(batch);
        assertThat(entries)
                .extracting(LogEntry::body)
                .containsExactly(new LogEntry.Marker(3), new LogEntry.Barrier(4, Samples.ORIGIN));
        assertThat(entries).extracting(entry -> entry.stamp().epoch()).doesNotContain("k3");
        assertThat(entries).allMatch(entry -> entry.stamp().term() > termBefore);
    }

    @Test
    void termsGrowAndAreNeverSharedByTwoThatFollowTheSame() {
        long term = Terms.after(0);
        List<Long> followers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            followers.add(Terms.after(term));
        }
        assertThat(followers).doesNotHaveDuplicates().allMatch(follower -> follower > term);
        assertThat(Terms.number(followers.get(0))).isEqualTo(2);
    }
}
