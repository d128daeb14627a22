package org.tidings.log;

import java.util.ArrayList;
import java.util.List;

/**
 * One term of leadership over a shard: turns publishes into entries and verdicts.
 *
 * <p>Pure but for its own state: nothing counts until the sequencer has committed the batch, and a batch that fails to commit
 * ends the lead. Confined to the sequencer's thread.
 */
final class Lead {

    private final int shard;
    private final LogSettings settings;
    private final ShardLedger ledger;
    private final DedupeWindow window;
    private LogEntry.Stamp stamp;

    /**
     * @param ledger the shard's state at the end of the log; owned by this lead from now on
     * @param window what was stored within the window; likewise
     */
    Lead(int shard, LogSettings settings, ShardLedger ledger, DedupeWindow window) {
        this.shard = shard;
        this.settings = settings;
        this.ledger = ledger;
        this.window = window;
    }

    /** An entry in its binary form, with its last position. */
    record Written(long lastSeq, byte[] bytes) {}

    /** What one transaction commits. */
    record Batch(List<Written> entries, List<DedupeWindow.Known> firsts, List<Verdict> verdicts) {
        Batch() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /** The first entry of the term. */
    Written takeOver(String epoch) {
        stamp = new LogEntry.Stamp(settings.shards(), epoch, ledger.term() + 1);
        Batch batch = new Batch();
        write(batch, new LogEntry.Marker(ledger.lastSeq() + 1));
        return batch.entries().get(0);
    }

    Batch sequence(List<PublishRecord> records, long now) {
        Batch batch = new Batch();
        for (PublishRecord record : records) {
            if (record instanceof PublishRecord.Message message) {
                sequence(batch, message, now);
            } else if (record instanceof PublishRecord.BarrierRequest barrier) {
                sequence(batch, barrier);
            }
        }
        if (ledger.checkpointDue()) {
            ledger.nextCheckpoint().forEach(checkpoint -> write(batch, checkpoint));
        }
        return batch;
    }

    /** The position below which the broker's queue should be trimmed; 0 if it need not. */
    long trimBelow() {
        return ledger.trimBelow();
    }

    private void sequence(Batch batch, PublishRecord.Message message, long now) {
        Publication publication = message.publication();
        long at = Math.max(now, ledger.lastAt());
        if (publication.expiresAt() > 0 && publication.expiresAt() <= now) {
            batch.verdicts().add(new Verdict(message.origin(), shard, Verdict.Kind.EXPIRED, stamp.epoch(), 0));
            return;
        }
        DedupeWindow.Key key = DedupeWindow.key(publication);
        DedupeWindow.First first = window.find(key, now);
        if (first != null) {
            batch.verdicts()
                    .add(new Verdict(message.origin(), shard, Verdict.Kind.DUPLICATE, first.epoch(), first.seq()));
            return;
        }
        long seq = ledger.lastSeq() + 1;
        long prev = ledger.prevOf(publication.channel());
        write(batch, new LogEntry.Events(List.of(new LogEntry.Item(seq, prev, at, message.origin(), publication))));
        DedupeWindow.Known known = new DedupeWindow.Known(key, new DedupeWindow.First(stamp.epoch(), seq, at));
        window.remember(known);
        batch.firsts().add(known);
    }

    private void sequence(Batch batch, PublishRecord.BarrierRequest barrier) {
        if (barrier.epoch().equals(stamp.epoch()) && barrier.readTo() > ledger.lastSeq()) {
            // An instance has read further than the log goes: an older journal was restored under it.
            batch.entries().add(takeOver(Epochs.random()));
        }
        write(batch, new LogEntry.Barrier(ledger.lastSeq() + 1, barrier.origin()));
    }

    private void write(Batch batch, LogEntry.Body body) {
        LogEntry entry = new LogEntry(stamp, body);
        byte[] bytes = LogEntryCodec.encode(entry);
        ledger.apply(entry, bytes.length);
        batch.entries().add(new Written(body.lastSeq(), bytes));
    }
}
