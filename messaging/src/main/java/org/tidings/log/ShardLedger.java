package org.tidings.log;

import java.util.List;

/**
 * What follows from a shard's entries: the last position, every channel's head, what is retained, who wrote what, which
 * messages are known.
 *
 * <p>The tail keeps one by reading, the leader one by writing; both {@link #apply} the same entries and come to the same
 * state. Not thread-safe.
 */
final class ShardLedger {

    private final LogSettings settings;
    private final RetainedSizes retained;
    private final ChannelHeads heads;
    private final LastValues lastValues;
    private final Terms terms;
    private DedupeWindow window;
    private String epoch = "";
    private long term;
    /** Of every marker, also of one that stood in another leader's place. */
    private long highestTerm;

    private long oldestSeq;
    private long lastSeq;
    private long lastAt;
    /** First record of the last checkpoint, and of the one before. */
    private long checkpoint;

    private long checkpointBefore;
    private long checkpointEnd;
    private long bytesSinceCheckpoint;
    private int checkpointsSeen;
    /** Of erasures whose entries are retained. */
    private final ErasedPositions erased;

    ShardLedger(LogSettings settings, ChannelStorage storage) {
        this.settings = settings;
        retained = new RetainedSizes(settings.ringSize(), settings.ringBytes());
        heads = new ChannelHeads(settings);
        lastValues = new LastValues(settings, storage);
        terms = new Terms();
        window = new DedupeWindow(settings.dedupeWindowMillis());
        erased = new ErasedPositions();
    }

    private ShardLedger(ShardLedger other) {
        settings = other.settings;
        retained = other.retained.copy();
        heads = other.heads.copy();
        lastValues = other.lastValues.copy();
        terms = other.terms.copy();
        window = other.window.copy();
        epoch = other.epoch;
        term = other.term;
        highestTerm = other.highestTerm;
        oldestSeq = other.oldestSeq;
        lastSeq = other.lastSeq;
        lastAt = other.lastAt;
        checkpoint = other.checkpoint;
        checkpointBefore = other.checkpointBefore;
        checkpointEnd = other.checkpointEnd;
        bytesSinceCheckpoint = other.bytesSinceCheckpoint;
        checkpointsSeen = other.checkpointsSeen;
        erased = other.erased.copy();
    }

    ShardLedger copy() {
        return new ShardLedger(this);
    }

    /** Takes in the next entry; its positions must lie behind {@link #lastSeq}. */
    void apply(LogEntry entry, int bodyBytes) {
        LogEntry.Body body = entry.body();
        epoch = entry.stamp().epoch();
        term = entry.stamp().term();
        highestTerm = Math.max(highestTerm, term);
        if (body instanceof LogEntry.Events events) {
            events.items().forEach(this::add);
        }
        close(body.firstSeq(), body.lastSeq(), bodyBytes);
        if (body instanceof LogEntry.Checkpoint recalled) {
            apply(recalled);
        } else if (body instanceof LogEntry.Erased erasure) {
            erased.add(erasure.positions(), retained.retainedFrom());
            heads.put(erasure.channel(), erasure.through());
        } else if (body instanceof LogEntry.Kept kept) {
            lastValues.recall(kept);
        }
    }

    /** The next event of an entry that the leader goes on filling: what comes behind it must know it already. */
    void add(LogEntry.Item item) {
        heads.put(item.publication().channel(), item.seq());
        lastValues.put(new LogEntry.Value(epoch, item));
        lastSeq = item.seq();
        lastAt = Math.max(lastAt, item.at());
        window.remember(new DedupeWindow.Known(
                DedupeWindow.key(item.publication()), new DedupeWindow.First(epoch, item.seq(), item.at())));
    }

    /** The entry that holds these positions takes its place in the ring. */
    void close(long firstSeq, long last, int bodyBytes) {
        if (oldestSeq == 0) {
            oldestSeq = firstSeq;
        }
        lastSeq = last;
        retained.add(firstSeq, bodyBytes);
        terms.add(firstSeq, term, retained.retainedFrom());
        bytesSinceCheckpoint += bodyBytes + LogSettings.ENTRY_OVERHEAD_BYTES;
    }

    /** A message of the queue that is no entry of the sequence; it takes its room in the ring nevertheless. */
    void passBy(int bodyBytes) {
        retained.add(lastSeq + 1, bodyBytes);
    }

    /**
     * A marker whose place was taken by what another leader wrote meanwhile. It is nobody's entry; but who led before it writes nothing
     * behind it.
     */
    void depose(long byTerm, int bodyBytes) {
        passBy(bodyBytes);
        highestTerm = Math.max(highestTerm, byTerm);
    }

    private void apply(LogEntry.Checkpoint recalled) {
        if (recalled.lastSeq() != checkpointEnd + 1) {
            checkpointBefore = checkpoint;
            checkpoint = recalled.lastSeq();
            checkpointsSeen++;
        }
        checkpointEnd = recalled.lastSeq();
        bytesSinceCheckpoint = 0;
        heads.recall(recalled);
    }

    String epoch() {
        return epoch;
    }

    /** Of the last entry. */
    long term() {
        return term;
    }

    /** What is of a lower one was written by a deposed leader; a new one's is higher. */
    long highestTerm() {
        return highestTerm;
    }

    long lastSeq() {
        return lastSeq;
    }

    long lastAt() {
        return lastAt;
    }

    /** Whether an instance that has read up to there has read this log, as far as can be told. */
    boolean continues(LogPosition read) {
        return read.seq() == 0 || (read.seq() <= lastSeq && terms.mayHaveWritten(read.term(), read.seq()));
    }

    /** Where the channel's previous event stands, never below the true position; 0 if it surely has none. */
    long prevOf(String channel) {
        Long head = heads.of(channel);
        return head != null ? head : forgottenThrough();
    }

    /** A channel without a head here has no event after this position. */
    long forgottenThrough() {
        boolean complete = oldestSeq <= 1 || checkpointsSeen >= 2;
        return complete ? heads.forgottenThrough() : Math.max(heads.forgottenThrough(), oldestSeq - 1);
    }

    /** What was erased of what is retained: whoever leads sees to it that it is gone. */
    List<Long> erased() {
        return erased.all();
    }

    /** Where this message was stored within the window before, or null if it is new. */
    DedupeWindow.First firstOf(Publication publication, long now) {
        return window.find(DedupeWindow.key(publication), now);
    }

    /** Takes in what was remembered beside the log; the window given is this ledger's from now on. */
    void recall(DedupeWindow besideTheLog) {
        besideTheLog.rememberAll(window);
        window = besideTheLog;
    }

    long retainedFrom() {
        return retained.retainedFrom();
    }

    long retainedBytes() {
        return retained.bytes();
    }

    long trimBelow() {
        return retained.trimBelow();
    }

    /** Whether a quarter of the ring has passed since the last checkpoint. */
    boolean checkpointDue() {
        return lastSeq - checkpointEnd >= Math.max(1, settings.ringSize() / 4)
                || bytesSinceCheckpoint >= settings.ringBytes() / 6;
    }

    /**
     * The checkpoint to write now: heads older than the last checkpoint. Those younger have an event of their own that the
     * ring still holds when the next checkpoint comes.
     */
    List<LogEntry.Checkpoint> nextCheckpoint() {
        return heads.checkpoint(lastSeq + 1, checkpoint, forgottenThrough());
    }

    /** Before a checkpoint: the last events that are kept, and older than the last checkpoint. */
    List<LogEntry.Kept> nextKept(long now) {
        return lastValues.kept(lastSeq + 1, checkpoint, now);
    }

    /** With a checkpoint: the messages that the one before it left to the ring, for the ring may pass them soon. */
    List<byte[]> nextDedupeRecords() {
        return window.records(checkpointBefore, checkpoint);
    }
}
