package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a leader takes in one transaction stands in few entries, each with many events: nothing that holds for an event of its own may be
 * lost by that, not its position, not what comes before it, not that it is known, nor that it can be erased.
 */
class EventsShareAnEntryTest {

    private static final long NOW = 1_700_000_000_000L;
    private static final ChannelStorage INBOXES = new ChannelStorage() {
        @Override
        public String group(String channel) {
            return LogShard.MAIN;
        }

        @Override
        public boolean erasable(String channel) {
            return channel.startsWith("inbox:");
        }
    };

    private static LogSettings ring(int size, long bytes) {
        return LogSettings.defaults().laidOut(1, size, bytes);
    }

    private static Lead lead(LogSettings settings, List<Lead.Written> log) {
        Lead lead = new Lead(Samples.SHARD, settings, INBOXES, Samples.read(settings, log));
        log.add(lead.takeOver("k3"));
        return lead;
    }

    private static PublishRecord message(int number, String channel, int payload) {
        return new PublishRecord.Message(
                new Origin(7, number),
                new Publication(channel, "alice", "m" + number, '"' + "x".repeat(payload) + '"', Map.of(), 0, 4));
    }

    private static List<PublishRecord> messages(int first, int count, int channels, int payload) {
        return IntStream.range(first, first + count)
                .mapToObj(number -> message(number, "c:" + number % channels, payload))
                .toList();
    }

    private static List<List<LogEntry.Item>> items(List<Lead.Written> log) {
        return log.stream()
                .map(written -> LogEntryCodec.decode(written.bytes()).body())
                .filter(LogEntry.Events.class::isInstance)
                .map(body -> ((LogEntry.Events) body).items())
                .toList();
    }

    @Test
    void manyEventsStandInOneEntryEachWithItsPlace() {
        List<Lead.Written> log = new ArrayList<>();
        Lead lead = lead(ring(50_000, 64 << 20), log);
        Lead.Batch batch = lead.sequence(messages(0, 200, 7, 20), NOW);
        assertThat(batch.entries()).hasSize(1);
        assertThat(batch.entries().get(0).positions()).isEqualTo(200);
        Map<String, Long> heads = new TreeMap<>();
        long seq = 2;
        for (LogEntry.Item item : items(batch.entries()).get(0)) {
            assertThat(item.seq()).isEqualTo(seq++);
            assertThat(item.prev())
                    .isEqualTo(heads.getOrDefault(item.publication().channel(), 0L));
            heads.put(item.publication().channel(), item.seq());
        }
    }

    /** The window was asked when the entry was written: within one entry the same message would have been stored twice. */
    @Test
    void aDuplicateWithinTheEntryIsAnsweredWithItsFirst() {
        List<Lead.Written> log = new ArrayList<>();
        Lead lead = lead(ring(50_000, 64 << 20), log);
        List<PublishRecord> twice = new ArrayList<>(messages(0, 50, 3, 20));
        twice.addAll(messages(20, 10, 3, 20));
        twice.addAll(messages(50, 5, 3, 20));
        Lead.Batch batch = lead.sequence(twice, NOW);
        assertThat(items(batch.entries())).singleElement().satisfies(items -> assertThat(items)
                .hasSize(55));
        assertThat(batch.verdicts())
                .extracting(Verdict::firstSeq)
                .containsExactlyElementsOf(
                        IntStream.range(22, 32).mapToObj(Long::valueOf).toList());
    }

    /** A barrier that went before what was asked for earlier would show too little. */
    @Test
    void whatIsNoEventEndsTheEntryAndKeepsItsPlace() {
        List<Lead.Written> log = new ArrayList<>();
        Lead lead = lead(ring(50_000, 64 << 20), log);
        List<PublishRecord> records = new ArrayList<>(messages(0, 3, 1, 20));
        records.add(new PublishRecord.BarrierRequest(new Origin(7, 99), LogPosition.NONE));
        records.addAll(messages(3, 3, 1, 20));
        List<Lead.Written> entries = lead.sequence(records, NOW).entries();
        assertThat(entries).extracting(Lead.Written::firstSeq).containsExactly(2L, 5L, 6L);
        assertThat(LogEntryCodec.decode(entries.get(1).bytes()).body()).isInstanceOf(LogEntry.Barrier.class);
    }

    @Test
    void anEntryIsBoundedByBytesAndByItsPartOfTheRing() {
        List<Lead.Written> log = new ArrayList<>();
        Lead lead = lead(ring(50_000, 64 << 20), log);
        assertThat(lead.sequence(messages(0, 400, 9, 1_000), NOW).entries())
                .hasSizeBetween(8, 12)
                .allMatch(entry -> entry.bytes().length <= 48 << 10);
        assertThat(lead.sequence(messages(400, 2, 9, 60_000), NOW).entries()).hasSize(2);
        assertThat(lead.sequence(messages(402, 600, 9, 10), NOW).entries())
                .as("events")
                .hasSize(3);
        Lead small = lead(ring(64, 64 << 20), new ArrayList<>());
        assertThat(items(small.sequence(messages(0, 40, 9, 10), NOW).entries())).allMatch(items -> items.size() <= 4);
    }

    /** An entry can only be removed as a whole. */
    @Test
    void whatMayBeErasedSharesNoEntryWithOthers() {
        List<Lead.Written> log = new ArrayList<>();
        Lead lead = lead(ring(50_000, 64 << 20), log);
        List<String> channels =
                List.of("c:1", "c:2", "inbox:alice", "inbox:alice", "inbox:bob", "c:1", "inbox:bob", "c:1", "c:2");
        List<PublishRecord> records = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            records.add(message(i, channels.get(i), 20));
        }
        assertThat(items(lead.sequence(records, NOW).entries()))
                .extracting(items ->
                        items.stream().map(item -> item.publication().channel()).toList())
                .containsExactly(
                        List.of("c:1", "c:2"),
                        List.of("inbox:alice", "inbox:alice"),
                        List.of("inbox:bob"),
                        List.of("c:1"),
                        List.of("inbox:bob"),
                        List.of("c:1", "c:2"));
    }

    /** However much comes at once: between two checkpoints lies a quarter of the ring and one entry at the most. */
    @Test
    void checkpointsComeWithinALongBatch() {
        LogSettings settings = ring(640, 64 << 20);
        List<Lead.Written> log = new ArrayList<>();
        Lead lead = lead(settings, log);
        log.addAll(lead.sequence(messages(0, 3_000, 40, 20), NOW).entries());
        long last = 0;
        int checkpoints = 0;
        for (Lead.Written written : log) {
            if (LogEntryCodec.decode(written.bytes()).body() instanceof LogEntry.Checkpoint checkpoint) {
                assertThat(checkpoint.lastSeq() - last).isLessThanOrEqualTo(640 / 4 + 640 / 16 + 1);
                last = checkpoint.lastSeq();
                checkpoints++;
            }
        }
        assertThat(checkpoints).isGreaterThan(10);
    }

    /** A leader may die behind any entry, and its successor reads what the ring has: it must know the same. */
    @Test
    void whoeverTakesOverBehindAnyEntryGoesOnAsThisOneWould() {
        LogSettings settings = ring(640, 64 << 20);
        List<Lead.Written> log = new ArrayList<>();
        Lead lead = lead(settings, log);
        for (int i = 0; i < 30; i++) {
            log.addAll(lead.sequence(messages(i * 37, 37, 11, 20), NOW + i).entries());
        }
        for (int end = 1; end <= log.size(); end++) {
            List<Lead.Written> sofar = new ArrayList<>(log.subList(0, end));
            long lastSeq = sofar.get(end - 1).lastSeq();
            Map<String, Long> heads = new TreeMap<>();
            items(sofar)
                    .forEach(entry ->
                            entry.forEach(item -> heads.put(item.publication().channel(), item.seq())));
            Lead next = lead(settings, sofar);
            Lead.Batch batch = next.sequence(messages(0, 30 * 37, 11, 20), NOW + 100);
            long known =
                    items(log.subList(0, end)).stream().mapToLong(List::size).sum();
            assertThat(batch.verdicts()).hasSize((int) known).allMatch(verdict -> verdict.firstSeq() <= lastSeq);
            for (LogEntry.Item item : items(batch.entries()).stream()
                    .flatMap(List::stream)
                    .limit(11)
                    .toList()) {
                assertThat(item.seq()).isGreaterThan(lastSeq + 1);
                assertThat(item.prev())
                        .isEqualTo(heads.getOrDefault(item.publication().channel(), 0L));
            }
        }
    }

    /** The broker's ring counts messages: fifty thousand of them with 256 events each would have been retained, and held by every instance. */
    @Test
    void theRingIsBoundedByPositionsAndTrimmedInSteps() {
        int ring = 1_600;
        LogSettings settings = ring(ring, 64 << 20);
        List<Lead.Written> log = new ArrayList<>();
        Lead lead = lead(settings, log);
        ShardLedger reader = Samples.read(settings, log);
        List<Lead.Written> broker = new ArrayList<>(log);
        long trimmed = 0;
        int trims = 0;
        for (int i = 0; i < 40; i++) {
            Lead.Batch batch = lead.sequence(messages(i * 230, 230, 11, 20), NOW + i);
            batch.entries()
                    .forEach(written -> reader.apply(LogEntryCodec.decode(written.bytes()), written.bytes().length));
            broker.addAll(batch.entries());
            if (lead.trimBelow() > trimmed) {
                trimmed = lead.trimBelow();
                trims++;
                long below = trimmed;
                broker.removeIf(written -> written.lastSeq() < below);
            }
            long retained = reader.lastSeq() - reader.retainedFrom() + 1;
            assertThat(retained).isLessThanOrEqualTo(ring + ring / 16);
            if (i > 20) {
                assertThat(retained).isGreaterThanOrEqualTo(ring);
            }
            long held = broker.get(broker.size() - 1).lastSeq() - broker.get(0).firstSeq() + 1;
            assertThat(held).isGreaterThanOrEqualTo(retained).isLessThanOrEqualTo(ring + ring / 4 + ring / 8 + 230);
            assertThat(Samples.read(settings, broker).retainedFrom())
                    .as("the edge of one that reads what the broker has")
                    .isEqualTo(reader.retainedFrom());
        }
        assertThat(trims).isBetween(10, 25);
    }
}
