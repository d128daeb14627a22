package org.tidings.log;

import java.util.ArrayList;
import java.util.List;

/**
 * One term of leadership over a shard: turns publishes into entries and verdicts.
 *
 * <p>Pure but for its own state: nothing counts until the sequencer has committed the batch, and a batch that fails to commit
 * ends the lead. Confined to who holds its {@link Leadership}.
 */
final class Lead {

    /** A publish may take this part of the ring's bytes, and so may one transaction: the log must stay below its limit. */
    private static final int PART_OF_RING = 8;

    private final LogShard shard;
    private final LogSettings settings;
    private final ChannelStorage storage;
    private final ShardLedger ledger;
    private LogEntry.Stamp stamp;
    /** Whether this lead began the epoch: then nobody has read of it what it does not hold. */
    private boolean newEpoch;
    /** What the next event may join; null where it begins an entry of its own. Closed at the end of every batch. */
    private OpenEntry open;

    /** @param ledger the shard's state at the end of the log; owned by this lead from now on */
    Lead(LogShard shard, LogSettings settings, ChannelStorage storage, ShardLedger ledger) {
        this.shard = shard;
        this.settings = settings;
        this.storage = storage;
        this.ledger = ledger;
    }

    /** What can be told of an entry without reading it. */
    enum Label {
        NONE,
        /** It says what was erased. */
        ERASES,
        /** It says that its writer takes several publishes in one message. */
        TAKES_BATCHES
    }

    /** An entry in its binary form, with its positions. */
    record Written(long firstSeq, long lastSeq, byte[] bytes, Label label) {

        /** How many positions it takes. */
        long positions() {
            return lastSeq - firstSeq + 1;
        }
    }

    /**
     * What one transaction commits.
     *
     * @param entries for the log, in order
     * @param dedupeRecords for the de-duplication window beside it
     * @param verdicts for those whose publishes did not become entries
     * @param erased what is to be removed from the broker once this is committed
     */
    record Batch(List<Written> entries, List<byte[]> dedupeRecords, List<Verdict> verdicts, List<Long> erased) {
        Batch() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /** How many bytes of publishes one transaction may take. */
    static long maxBatchBytes(LogSettings settings) {
        return settings.ringBytes() / PART_OF_RING;
    }

    /** The first entry of the term. */
    Written takeOver(String epoch) {
        Batch batch = new Batch();
        takeOver(batch, epoch);
        return batch.entries().get(0);
    }

    Batch sequence(List<PublishRecord> records, long now) {
        Batch batch = new Batch();
        for (PublishRecord record : records) {
            if (record instanceof PublishRecord.Message message) {
                sequence(batch, message, now);
            } else if (record instanceof PublishRecord.BarrierRequest barrier) {
                closeEntry(batch);
                sequence(batch, barrier);
            } else if (record instanceof PublishRecord.Erasure erasure) {
                closeEntry(batch);
                sequence(batch, erasure);
            }
            checkpoint(batch, now);
        }
        closeEntry(batch);
        checkpoint(batch, now);
        return batch;
    }

    /** A long batch may take a good part of a small ring: whatever is due is due behind each entry. */
    private void checkpoint(Batch batch, long now) {
        if (open == null && ledger.checkpointDue()) {
            batch.dedupeRecords().addAll(ledger.nextDedupeRecords());
            ledger.nextKept(now).forEach(kept -> write(batch, kept));
            ledger.nextCheckpoint().forEach(checkpoint -> write(batch, checkpoint));
        }
    }

    /** What its entries are told by from those of other leaders. */
    long term() {
        return stamp.term();
    }

    /** What was erased of what the log retains. */
    List<Long> erased() {
        return ledger.erased();
    }

    /** The position below which the broker's queue should be trimmed; 0 if it need not. */
    long trimBelow() {
        return ledger.trimBelow();
    }

    private void sequence(Batch batch, PublishRecord.Message message, long now) {
        Publication publication = message.publication();
        if (!isHere(publication.channel())) {
            refuse(batch, message, Verdict.Kind.MISPLACED);
            return;
        }
        // Before its deadline is looked at: what was stored in time and is sent again late was not refused.
        DedupeWindow.First first = ledger.firstOf(publication, now);
        if (first != null) {
            batch.verdicts()
                    .add(new Verdict(
                            message.origin(), shard.number(), Verdict.Kind.DUPLICATE, first.epoch(), first.seq()));
            return;
        }
        if (publication.expiresAt() > 0 && publication.expiresAt() <= now) {
            refuse(batch, message, Verdict.Kind.EXPIRED);
            return;
        }
        long seq = ledger.lastSeq() + 1;
        long prev = ledger.prevOf(publication.channel());
        long at = Math.max(now, ledger.lastAt());
        LogEntry.Item item = new LogEntry.Item(seq, prev, at, message.origin(), publication);
        byte[] bytes = LogEntryCodec.encode(item);
        if (bytes.length > maxBatchBytes(settings)) {
            refuse(batch, message, Verdict.Kind.TOO_LARGE);
            return;
        }
        boolean erasable = storage.erasable(publication.channel());
        if (open != null && !open.takes(publication.channel(), erasable, bytes.length)) {
            closeEntry(batch);
        }
        if (open == null) {
            open = new OpenEntry(settings, stamp);
        }
        open.add(item, erasable, bytes);
        ledger.add(item);
        if (open.isFull()) {
            closeEntry(batch);
        }
    }

    private void closeEntry(Batch batch) {
        if (open != null) {
            Written written = open.close();
            ledger.close(written.firstSeq(), written.lastSeq(), written.bytes().length);
            batch.entries().add(written);
            open = null;
        }
    }

    /** An instance that is configured otherwise would look for the channel elsewhere, and so would keep two orders of it. */
    private boolean isHere(String channel) {
        return storage.group(channel).equals(shard.group())
                && Shards.shardOf(channel, settings.shards()) == shard.index();
    }

    private void sequence(Batch batch, PublishRecord.BarrierRequest barrier) {
        LogPosition read = barrier.read();
        boolean told = newEpoch && !read.epoch().equals(stamp.epoch());
        if (!told && !ledger.continues(read)) {
            // An instance has read what is not in this log: an older journal was restored under it.
            takeOver(batch, Epochs.random());
        }
        write(batch, new LogEntry.Barrier(ledger.lastSeq() + 1, barrier.origin()));
    }

    private void sequence(Batch batch, PublishRecord.Erasure erasure) {
        List<Long> here = erasure.positions().stream()
                .filter(position -> position <= ledger.lastSeq())
                .toList();
        if (isHere(erasure.channel()) && !here.isEmpty()) {
            write(batch, new LogEntry.Erased(ledger.lastSeq() + 1, erasure.origin(), erasure.channel(), here));
            batch.erased().addAll(here);
        } else {
            batch.verdicts()
                    .add(new Verdict(erasure.origin(), shard.number(), Verdict.Kind.MISPLACED, stamp.epoch(), 0));
        }
    }

    private void refuse(Batch batch, PublishRecord.Message message, Verdict.Kind why) {
        batch.verdicts().add(new Verdict(message.origin(), shard.number(), why, stamp.epoch(), 0));
    }

    private void takeOver(Batch batch, String epoch) {
        newEpoch = !epoch.equals(ledger.epoch());
        stamp = new LogEntry.Stamp(settings.shards(), epoch, Terms.after(ledger.highestTerm()));
        write(batch, new LogEntry.Marker(ledger.lastSeq() + 1));
    }

    private void write(Batch batch, LogEntry.Body body) {
        LogEntry entry = new LogEntry(stamp, body);
        byte[] bytes = LogEntryCodec.encode(entry);
        ledger.apply(entry, bytes.length);
        batch.entries().add(new Written(body.firstSeq(), body.lastSeq(), bytes, label(body)));
    }

    /** Of markers and checkpoints the ring always holds one that the present leader wrote. */
    private static Label label(LogEntry.Body body) {
        if (body instanceof LogEntry.Erased) {
            return Label.ERASES;
        }
        return body instanceof LogEntry.Marker || body instanceof LogEntry.Checkpoint
                ? Label.TAKES_BATCHES
                : Label.NONE;
    }
}
