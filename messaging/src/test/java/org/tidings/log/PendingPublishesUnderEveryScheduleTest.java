package org.tidings.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Law 3: callers, sender, tail, verdicts and timer meet in any order that their steps allow, and each publish keeps its place,
 * and waits or has one answer.
 *
 * <p>Lincheck makes small scenarios of the operations below, runs each under many schedules, and compares what they return with
 * what they return one after the other.
 */
@Param(name = "id", gen = IntGen.class, conf = "0:2")
public class PendingPublishesUnderEveryScheduleTest {

    private static final int IDS = 3;
    private static final long LATE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final PendingPublishes pending =
            new PendingPublishes(new LogSettings(1, 1_000, 1 << 20, 0, 1_000, 1_000, IDS - 1));
    /** Whether a request id was given; none is given twice. */
    private final AtomicIntegerArray added = new AtomicIntegerArray(IDS);

    private final AtomicIntegerArray told = new AtomicIntegerArray(IDS);
    /** The sender's transaction. */
    private final List<PendingPublish> inHand = new ArrayList<>();

    @Operation
    public void add(@Param(name = "id") int id) {
        if (added.compareAndSet(id, 0, 1)) {
            PublishRecord record = new PublishRecord.BarrierRequest(new Origin(1, id), LogPosition.NONE);
            pending.add(new PendingPublish(record, this, outcome -> told.incrementAndGet(id), 0));
        }
    }

    /** The next that is sent; -1 for none. */
    @Operation(nonParallelGroup = "sender")
    public long send() {
        PendingPublish next = pending.poll();
        if (next == null) {
            return -1;
        }
        inHand.add(next);
        return next.requestId();
    }

    @Operation(nonParallelGroup = "sender")
    public void commit() {
        pending.committing(inHand);
        inHand.clear();
    }

    @Operation(nonParallelGroup = "sender")
    public void sendAgain() {
        inHand.clear();
        pending.sendAgain();
    }

    @Operation
    public void answer(@Param(name = "id") int id) {
        pending.answer(id, new PublishOutcome.Accepted(0, "k3", id));
    }

    @Operation
    public void repeated(@Param(name = "id") int id) {
        pending.duplicate(new Verdict(new Origin(1, id), 0, Verdict.Kind.DUPLICATE, "k3", 0));
    }

    @Operation
    public void settle() {
        pending.settle(new LogPosition("k3", 1, 1), 0);
    }

    @Operation
    public void giveUp() {
        pending.settle(LogPosition.NONE, LATE_NANOS);
    }

    @Operation
    public void close() {
        pending.close();
    }

    @Validate
    public void eachWaitsOrHasOneAnswer() {
        int waiting = 0;
        for (int id = 0; id < IDS; id++) {
            if (told.get(id) > added.get(id)) {
                throw new AssertionError("publish " + id + " has " + told.get(id) + " answers");
            }
            waiting += added.get(id) - told.get(id);
        }
        if (waiting != pending.size()) {
            throw new AssertionError(waiting + " have no answer, " + pending.size() + " wait for one");
        }
    }

    @Test
    void isAsIfOneStepCameAfterTheOther() {
        new ModelCheckingOptions()
                .iterations(15)
                .invocationsPerIteration(100)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(1)
                .check(getClass());
    }
}
