package org.tidings.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What follows from a shard's entries: the last position, every channel's head, what is retained.
 *
 * <p>The tail keeps one by reading, the leader one by writing; both {@link #apply} the same entries and come to the same
 * state. Not thread-safe.
 */
final class ShardLedger {

    /** Channels whose head a shard remembers; the longest silent are forgotten beyond it. */
    static final int MAX_HEADS = 100_000;

    /** Heads in one checkpoint record: with the longest names it stays below 64 KiB. */
    static final int HEADS_PER_RECORD = 250;

    private final LogSettings settings;
    private final RetainedSizes retained;
    private final Map<String, Long> heads;
    private String epoch = "";
    private long term;
    private long oldestSeq;
    private long lastSeq;
    private long lastAt;
    private long forgottenThrough;
    /** First record of the last checkpoint, and of the one before. */
    private long checkpoint;

    private long checkpointBefore;
    private long checkpointEnd;
    private long bytesSinceCheckpoint;
    private int checkpointsSeen;

    ShardLedger(LogSettings settings) {
        this.settings = settings;
        this.retained = new RetainedSizes(settings.ringSize(), settings.ringBytes());
        this.heads = new HashMap<>();
    }

    private ShardLedger(ShardLedger other) {
        settings = other.settings;
        retained = other.retained.copy();
        heads = new HashMap<>(other.heads);
        epoch = other.epoch;
        term = other.term;
        oldestSeq = other.oldestSeq;
        lastSeq = other.lastSeq;
        lastAt = other.lastAt;
        forgottenThrough = other.forgottenThrough;
        checkpoint = other.checkpoint;
        checkpointBefore = other.checkpointBefore;
        checkpointEnd = other.checkpointEnd;
        bytesSinceCheckpoint = other.bytesSinceCheckpoint;
        checkpointsSeen = other.checkpointsSeen;
    }

    ShardLedger copy() {
        return new ShardLedger(this);
    }

    /** Takes in the next entry; its positions must lie behind {@link #lastSeq}. */
    void apply(LogEntry entry, int bodyBytes) {
        LogEntry.Body body = entry.body();
        epoch = entry.stamp().epoch();
        term = entry.stamp().term();
        if (oldestSeq == 0) {
            oldestSeq = body.firstSeq();
        }
        lastSeq = body.lastSeq();
        retained.add(body.firstSeq(), bodyBytes);
        bytesSinceCheckpoint += bodyBytes + LogSettings.ENTRY_OVERHEAD_BYTES;
        if (body instanceof LogEntry.Events events) {
            for (LogEntry.Item item : events.items()) {
                heads.put(item.publication().channel(), item.seq());
                lastAt = Math.max(lastAt, item.at());
            }
        } else if (body instanceof LogEntry.Checkpoint recalled) {
            apply(recalled);
        }
    }

    private void apply(LogEntry.Checkpoint recalled) {
        if (recalled.lastSeq() != checkpointEnd + 1) {
            checkpointBefore = checkpoint;
            checkpoint = recalled.lastSeq();
            checkpointsSeen++;
        }
        checkpointEnd = recalled.lastSeq();
        bytesSinceCheckpoint = 0;
        recalled.heads().forEach((channel, head) -> heads.merge(channel, head, Math::max));
        if (recalled.forgottenThrough() > forgottenThrough) {
            forgottenThrough = recalled.forgottenThrough();
            heads.values().removeIf(head -> head <= forgottenThrough);
        }
    }

    String epoch() {
        return epoch;
    }

    long term() {
        return term;
    }

    long lastSeq() {
        return lastSeq;
    }

    long lastAt() {
        return lastAt;
    }

    /** Where the channel's previous event stands, never below the true position; 0 if it surely has none. */
    long prevOf(String channel) {
        Long head = heads.get(channel);
        return head != null ? head : forgottenThrough();
    }

    /** A channel without a head here has no event after this position. */
    long forgottenThrough() {
        boolean complete = oldestSeq <= 1 || checkpointsSeen >= 2;
        return complete ? forgottenThrough : Math.max(forgottenThrough, oldestSeq - 1);
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
        return lastSeq - Math.max(checkpointEnd, 0) >= Math.max(1, settings.ringSize() / 4)
                || bytesSinceCheckpoint >= settings.ringBytes() / 6;
    }

    /**
     * The checkpoint to write now: heads older than the last checkpoint, in records of bounded size. Those younger have an
     * event of their own that the ring still holds when the next checkpoint comes.
     */
    List<LogEntry.Checkpoint> nextCheckpoint() {
        List<Map.Entry<String, Long>> old = new ArrayList<>();
        for (Map.Entry<String, Long> head : heads.entrySet()) {
            if (head.getValue() < checkpoint) {
                old.add(head);
            }
        }
        long forget = forgottenThrough();
        int excess = heads.size() - MAX_HEADS;
        if (excess > 0 && !old.isEmpty()) {
            old.sort(Map.Entry.comparingByValue(Comparator.naturalOrder()));
            int forgotten = Math.min(excess, old.size());
            forget = Math.max(forget, old.get(forgotten - 1).getValue());
            old = old.subList(forgotten, old.size());
        }
        List<LogEntry.Checkpoint> records = new ArrayList<>();
        long seq = lastSeq;
        for (int from = 0; from == 0 || from < old.size(); from += HEADS_PER_RECORD) {
            Map<String, Long> part = new HashMap<>();
            for (Map.Entry<String, Long> head : old.subList(from, Math.min(old.size(), from + HEADS_PER_RECORD))) {
                part.put(head.getKey(), head.getValue());
            }
            records.add(new LogEntry.Checkpoint(++seq, forget, part));
        }
        return records;
    }
}
