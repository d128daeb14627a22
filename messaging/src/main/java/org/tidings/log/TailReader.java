package org.tidings.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Tells the reader every entry once, in order, whatever the tail reads again; finds holes, new epochs, and a log that was
 * restored to an older state.
 *
 * <p>Confined to the tail's thread but for what is marked volatile.
 */
final class TailReader {

    private static final Logger LOG = System.getLogger(TailReader.class.getName());

    private final LogShard shard;
    private final LogReader reader;
    private final Answers answers;
    private final Set<String> epochs = new HashSet<>();
    private final Set<Long> terms = new HashSet<>();
    private final Counter holes;
    private final Timer lag;
    private final ErasedPositions erased = new ErasedPositions();

    /** Up to where the reader was told. */
    private volatile LogPosition position = LogPosition.NONE;
    /** Where the log left what the reader was told; 0 while it has not. Nothing is told until a new epoch begins. */
    private volatile long divergedAt;

    TailReader(LogShard shard, LogReader reader, Answers answers, MeterRegistry meters) {
        this.shard = shard;
        this.reader = reader;
        this.answers = answers;
        this.holes = Counter.builder("tidings.log.holes")
                .description("Times that entries were missing in this instance's reading of the log")
                .register(meters);
        this.lag = Timer.builder("tidings.log.tail")
                .description("Time from an event's place in the log to its arrival at this instance, by their clocks")
                .register(meters);
        Gauge.builder("tidings.log.position", () -> position.seq())
                .description("Last position read")
                .tags(ShardTags.of(shard))
                .register(meters);
    }

    /** Whether entries before this one never came, and it is not known either that they were erased. */
    boolean misses(LogEntry entry) {
        return entry.stamp().epoch().equals(position.epoch())
                && entry.body().firstSeq() > position.seq() + 1
                && !erased.cover(position.seq() + 1, entry.body().firstSeq() - 1);
    }

    /** What was erased, as far as it was asked for or read. */
    ErasedPositions erased() {
        return erased;
    }

    /** Safe on any thread. */
    LogPosition position() {
        return position;
    }

    /**
     * Whether the log is not the one that the reader was told of: an older journal was restored. A barrier request with the
     * present position makes the leader begin a new epoch. Safe on any thread.
     */
    boolean diverged() {
        return divergedAt > 0;
    }

    /** @param ledger with the entry applied */
    void take(LogEntry entry, ShardLedger ledger) {
        LogEntry.Stamp stamp = entry.stamp();
        LogEntry.Body body = entry.body();
        if (stamp.term() != position.term() && !begin(stamp, body, ledger)) {
            return;
        }
        LogPosition before = position;
        if (body.lastSeq() <= before.seq()) {
            return;
        }
        try {
            if (misses(entry)) {
                hole(body.firstSeq(), ledger);
            }
            tell(entry, ledger);
        } catch (RuntimeException e) {
            // It would fail again: who missed it is told so, the log goes on.
            LOG.log(Level.ERROR, "shard " + shard + ": the reader failed at position " + body.lastSeq(), e);
            reader.hole(shard.number(), before.seq(), body.lastSeq() + 1);
        } finally {
            position = new LogPosition(stamp.epoch(), body.lastSeq(), stamp.term());
        }
    }

    /** Another leader's entry: of one whose part was told long ago, or of the next. Returns whether it may be told. */
    private boolean begin(LogEntry.Stamp stamp, LogEntry.Body body, ShardLedger ledger) {
        if (!terms.add(stamp.term())) {
            return false;
        }
        if (stamp.epoch().equals(position.epoch())) {
            if (body.firstSeq() <= position.seq()) {
                diverge(body.firstSeq());
            }
            return !diverged();
        }
        if (!epochs.add(stamp.epoch())) {
            diverge(body.firstSeq());
            return false;
        }
        beginEpoch(stamp, body.firstSeq(), ledger);
        return true;
    }

    private void diverge(long at) {
        if (!diverged()) {
            LOG.log(
                    Level.ERROR,
                    "shard {0}: an older log was restored: it parts at position {1} from what was read up to {2}",
                    shard,
                    Long.toString(at),
                    Long.toString(position.seq()));
            divergedAt = at;
        }
    }

    private void beginEpoch(LogEntry.Stamp stamp, long firstSeq, ShardLedger ledger) {
        long from = diverged() ? Math.min(divergedAt, firstSeq) : firstSeq;
        divergedAt = 0;
        position = new LogPosition(stamp.epoch(), firstSeq - 1, stamp.term());
        reader.newEpoch(shard.number(), stamp.epoch(), from);
        reader.heads(shard.number(), Map.of(), ledger.forgottenThrough());
    }

    private void hole(long before, ShardLedger ledger) {
        holes.increment();
        LOG.log(
                Level.ERROR,
                "shard {0}: positions {1} to {2} never came",
                shard,
                Long.toString(position.seq() + 1),
                Long.toString(before - 1));
        reader.hole(shard.number(), position.seq(), before);
        reader.heads(shard.number(), Map.of(), ledger.forgottenThrough());
    }

    private void tell(LogEntry entry, ShardLedger ledger) {
        LogEntry.Body body = entry.body();
        if (body instanceof LogEntry.Events events) {
            for (LogEntry.Item item : events.items()) {
                if (item.seq() > position.seq()) {
                    tell(entry.stamp().epoch(), item, ledger.retainedFrom());
                }
            }
            return;
        }
        if (body instanceof LogEntry.Checkpoint checkpoint) {
            reader.heads(shard.number(), checkpoint.heads(), ledger.forgottenThrough());
        }
        if (body instanceof LogEntry.Kept kept) {
            List<Event> values = kept.values().stream()
                    .map(value -> event(value.epoch(), value.item()))
                    .toList();
            reader.kept(shard.number(), values, kept.forgottenThrough());
        }
        reader.advanced(shard.number(), body.lastSeq(), ledger.retainedFrom());
        if (body instanceof LogEntry.Erased erasure) {
            erased.add(erasure.positions(), ledger.retainedFrom());
            reader.erased(shard.number(), erasure.channel(), erasure.through());
            answers.accepted(erasure.origin(), shard.number(), entry.stamp().epoch(), erasure.lastSeq());
        }
        if (body instanceof LogEntry.Barrier barrier) {
            answers.accepted(barrier.origin(), shard.number(), entry.stamp().epoch(), barrier.lastSeq());
        }
    }

    private void tell(String epoch, LogEntry.Item item, long retainedFrom) {
        reader.event(event(epoch, item), retainedFrom);
        lag.record(Math.max(0, System.currentTimeMillis() - item.at()), TimeUnit.MILLISECONDS);
        answers.accepted(item.origin(), shard.number(), epoch, item.seq());
    }

    private Event event(String epoch, LogEntry.Item item) {
        return new Event(shard.number(), epoch, item.seq(), item.prev(), item.at(), item.origin(), item.publication());
    }
}
