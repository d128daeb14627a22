package org.tidings.log;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Publications, records and logs to try things on. */
final class Samples {

    static final LogShard SHARD = new LogShard(LogShard.MAIN, 0);
    static final LogSettings SETTINGS = settings(1_000, 64L << 20);
    static final long TERM = Terms.after(0);
    static final LogEntry.Stamp STAMP = new LogEntry.Stamp(1, "k3", TERM);
    static final Origin ORIGIN = new Origin(7, 11);

    private Samples() {}

    static LogSettings settings(int ringSize, long ringBytes) {
        return new LogSettings(1, ringSize, ringBytes, 120_000, 2_000, 12_000, 100);
    }

    static Publication publication(String channel, String messageId) {
        return new Publication(channel, "alice", messageId, "{}", Map.of(), 0, Publication.DEFAULT_PRIORITY);
    }

    static PublishRecord.Message message(String channel, String messageId) {
        return new PublishRecord.Message(ORIGIN, publication(channel, messageId));
    }

    static LogEntry event(long seq, String channel) {
        return event(STAMP, seq, channel);
    }

    static LogEntry event(LogEntry.Stamp stamp, long seq, String channel) {
        Publication publication = publication(channel, "m" + seq);
        return new LogEntry(
                stamp, new LogEntry.Events(List.of(new LogEntry.Item(seq, 0, 1_000 + seq, ORIGIN, publication))));
    }

    static LogEntry marker(LogEntry.Stamp stamp, long seq) {
        return new LogEntry(stamp, new LogEntry.Marker(seq));
    }

    /** A lead over an empty log, with its marker written. */
    static Lead lead(LogSettings settings) {
        Lead lead =
                new Lead(Samples.SHARD, settings, ChannelStorage.MAIN, new ShardLedger(settings, ChannelStorage.MAIN));
        lead.takeOver("k3");
        return lead;
    }

    /** As many messages on a channel, each new. */
    static List<PublishRecord> messages(String channel, int from, int count) {
        return IntStream.range(from, from + count)
                .<PublishRecord>mapToObj(i -> message(channel, channel + "-" + i))
                .toList();
    }

    static List<LogEntry> entries(Lead.Batch batch) {
        return batch.entries().stream()
                .map(written -> LogEntryCodec.decode(written.bytes()))
                .toList();
    }

    static List<LogEntry.Item> items(Lead.Batch batch) {
        return entries(batch).stream()
                .map(LogEntry::body)
                .filter(LogEntry.Events.class::isInstance)
                .flatMap(body -> ((LogEntry.Events) body).items().stream())
                .toList();
    }

    /** What a reader knows that has read these entries and no others. */
    static ShardLedger read(LogSettings settings, List<Lead.Written> entries) {
        ShardLedger ledger = new ShardLedger(settings, ChannelStorage.MAIN);
        entries.forEach(written -> ledger.apply(LogEntryCodec.decode(written.bytes()), written.bytes().length));
        return ledger;
    }
}
