package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a reader may conclude from the entries it has seen: {@code prev} and heads, from wherever it began to read. */
class ShardLedgerTest {

    private static final int RING = 400;
    private static final LogSettings SETTINGS = Samples.settings(RING, 64L << 20);

    private final Lead lead =
            new Lead(Samples.SHARD, SETTINGS, ChannelStorage.MAIN, new ShardLedger(SETTINGS, ChannelStorage.MAIN));
    private final List<Lead.Written> log = new ArrayList<>(List.of(lead.takeOver("k3")));

    private void publish(String channel, int from, int count) {
        for (int i = from; i < from + count; i++) {
            log.addAll(lead.sequence(Samples.messages(channel, i, 1), 1_000).entries());
        }
    }

    private ShardLedger readRing() {
        return Samples.read(SETTINGS, log.subList(Math.max(0, log.size() - RING), log.size()));
    }

    @Test
    void channelOfWhichNothingWasSeenFromTheStartHasNoEvent() {
        publish("c:a", 0, 3);
        ShardLedger ledger = Samples.read(SETTINGS, log);
        assertThat(ledger.prevOf("c:b")).isZero();
        assertThat(ledger.prevOf("c:a")).isEqualTo(4);
        assertThat(ledger.forgottenThrough()).isZero();
    }

    /** Each checkpoint recalls those whose event left the ring; the quiet one is carried on over many rings. */
    @Test
    void quietChannelIsRecalledOverManyRingsOfABusyOne() {
        publish("c:quiet", 0, 1);
        long quiet = log.get(log.size() - 1).lastSeq();
        for (int ring = 0; ring < 12; ring++) {
            publish("c:busy", ring * RING, RING);
            ShardLedger ledger = readRing();
            assertThat(ledger.retainedFrom()).isGreaterThan(quiet);
            assertThat(ledger.prevOf("c:quiet")).isEqualTo(quiet);
            assertThat(ledger.prevOf("c:never")).isZero();
            assertThat(ledger.forgottenThrough()).isZero();
        }
    }

    /** Between the end of the log, as a new leader had read it, and its marker a deposed one had still written. */
    @Test
    void markerInAnotherOnesPlaceIsNoEntryButWhoLedBeforeItIsDeposed() {
        publish("c:a", 0, 3);
        ShardLedger ledger = Samples.read(SETTINGS, log);
        long term = ledger.term();
        long end = ledger.lastSeq();
        long next = Terms.after(term);
        ledger.depose(next, 100);
        assertThat(ledger.lastSeq()).isEqualTo(end);
        assertThat(ledger.term()).isEqualTo(term);
        assertThat(ledger.highestTerm()).isEqualTo(next);
        Lead successor = new Lead(Samples.SHARD, SETTINGS, ChannelStorage.MAIN, ledger.copy());
        successor.takeOver("k3");
        assertThat(successor.term()).isGreaterThan(next);
    }

    /** With one checkpoint or none, what lies before the first entry read is unknown: never claim less than that. */
    @Test
    void readerFromTheMiddleAssumesTheWorstUntilTwoCheckpointsHaveTold() {
        publish("c:a", 0, 30);
        publish("c:b", 0, 30);
        ShardLedger fromTheMiddle = Samples.read(SETTINGS, log.subList(40, log.size()));
        assertThat(fromTheMiddle.prevOf("c:a")).isEqualTo(40);
        assertThat(fromTheMiddle.forgottenThrough()).isEqualTo(40);
        assertThat(fromTheMiddle.prevOf("c:b")).isEqualTo(61);
    }

    @Test
    void leaderAndReadersComeToTheSameStateFromAnywhere() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, Long> heads = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            // Some channels are spoken in often, some a few times in the whole log.
            String channel = "c:" + (int) Math.pow(random.nextDouble() * 5, 3);
            Lead.Batch batch = lead.sequence(List.of(Samples.message(channel, "m" + i)), 1_000);
            LogEntry.Item item = Samples.items(batch).get(0);
            assertThat(item.prev()).as("seed %d", seed).isEqualTo(heads.getOrDefault(channel, 0L));
            heads.put(channel, item.seq());
            log.addAll(batch.entries());
        }
        ShardLedger reader = readRing();
        heads.forEach((channel, head) -> assertThat(reader.prevOf(channel))
                .as("seed %d %s", seed, channel)
                .isEqualTo(head));
        assertThat(reader.retainedFrom())
                .isEqualTo(Samples.read(SETTINGS, log).retainedFrom())
                .isEqualTo(reader.lastSeq() - RING + 1);
    }

    /** More channels than there is room for: who forgets one must not say that it never had an event. */
    @Test
    void forgottenChannelsAreClaimedNeverBelowTheirTrueHead() {
        LogSettings small = Samples.settings(64, 64L << 20);
        Lead leader = new Lead(Samples.SHARD, small, ChannelStorage.MAIN, new ShardLedger(small, ChannelStorage.MAIN));
        List<Lead.Written> written = new ArrayList<>(List.of(leader.takeOver("k3")));
        Map<String, Long> heads = new HashMap<>();
        int channels = 3 * ChannelHeads.HEADS_PER_RECORD * small.ringSize() / 16;
        for (int i = 0; i < channels; i++) {
            Lead.Batch batch = leader.sequence(List.of(Samples.message("c:" + i, "m")), 1_000);
            heads.put("c:" + i, Samples.items(batch).get(0).seq());
            written.addAll(batch.entries());
        }
        ShardLedger reader = Samples.read(small, written);
        assertThat(reader.forgottenThrough()).isPositive();
        heads.forEach((channel, head) -> {
            assertThat(reader.prevOf(channel)).isGreaterThanOrEqualTo(head);
            if (head > reader.forgottenThrough()) {
                assertThat(reader.prevOf(channel)).isEqualTo(head);
            }
        });
        long recalled = heads.values().stream()
                .filter(head -> head > reader.forgottenThrough())
                .count();
        assertThat(recalled)
                .isBetween(
                        (long) channels / 4,
                        (long) ChannelHeads.HEADS_PER_RECORD * small.ringSize() / 16 + small.ringSize());
    }

    @Test
    void checkpointRecordsStaySmallWithTheLongestNames() {
        ChannelHeads heads = new ChannelHeads(Samples.settings(50_000, 64L << 20));
        for (int i = 1; i <= 2_000; i++) {
            heads.put("n:" + "x".repeat(190) + i, i);
        }
        List<LogEntry.Checkpoint> records = heads.checkpoint(3_000, Long.MAX_VALUE, 0);
        assertThat(records).hasSize(8);
        assertThat(records).extracting(LogEntry.Checkpoint::lastSeq).startsWith(3_000L, 3_001L);
        assertThat(records)
                .allMatch(record -> LogEntryCodec.encode(new LogEntry(Samples.STAMP, record)).length < 64 << 10);
    }

    /** The bound by bytes: names alone must not fill a small ring with checkpoints. */
    @Test
    void headsStayWithinTheirShareOfTheRingsBytes() {
        LogSettings small = Samples.settings(50_000, 1 << 20);
        ChannelHeads heads = new ChannelHeads(small);
        for (int i = 1; i <= 2_000; i++) {
            heads.put("n:" + "x".repeat(190) + i, i);
        }
        List<LogEntry.Checkpoint> records = heads.checkpoint(3_000, Long.MAX_VALUE, 0);
        int bytes = records.stream()
                .mapToInt(record -> LogEntryCodec.encode(new LogEntry(Samples.STAMP, record)).length)
                .sum();
        assertThat(bytes).isLessThan((int) small.ringBytes() / 12);
        long forgotten = records.get(0).forgottenThrough();
        assertThat(records.stream().mapToInt(record -> record.heads().size()).sum())
                .isEqualTo(2_000 - (int) forgotten);
    }
}
