package org.tidings.session;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import org.tidings.envelope.CloseCode;
import org.tidings.history.StoredEvent;

/**
 * A tail queues an event at the very moment in which the writer finds nothing more to do, or in which a send completes: the event
 * lay there until the next one came. Or two threads wrote to one socket.
 *
 * <p>Two tails, the sweeper, two writer threads and the container's completions meet in any order; at the end everything that was
 * queued is written, once, in its order.
 */
public class WriterHandOverUnderEveryScheduleTest {

    private static final int ROOM_FOR_ALL = 1_000;
    private static final int ONE_ENVELOPE = 2;

    private final Queue<Turn> turns = new ConcurrentLinkedQueue<>();
    private final Queue<Consumer<Throwable>> completions = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger sends = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final StringBuffer written = new StringBuffer();
    private final OutboundQueue queue =
            new OutboundQueue(ROOM_FOR_ALL, new OutboundBudget(Long.MAX_VALUE), WireFormat.JSON, new SharedFrames());
    private final SessionWriter writer = new SessionWriter(
            queue,
            new Socket(),
            turns::add,
            Runnable::run,
            new SessionMetrics(new CompositeMeterRegistry()),
            new BehindSubscriptions(),
            () -> {});
    /** What each tail queued, in its order. */
    private int lower;

    private int upper;
    private volatile boolean closing;

    /** Completes every second send within the call, as long as the peer reads, the others later. */
    private final class Socket implements Transport {
        @Override
        public void send(OutboundFrame out, Consumer<Throwable> done) {
            String frame = out.text();
            if (inFlight.incrementAndGet() > 1) {
                throw new AssertionError("a second send in flight");
            }
            written.append(frame);
            if (sends.incrementAndGet() % 2 == 0) {
                inFlight.decrementAndGet();
                done.accept(null);
            } else {
                completions.add(done);
            }
        }

        @Override
        public void ping() {
            if (inFlight.get() > 0) {
                throw new AssertionError("a ping within a send");
            }
            written.append('!');
        }

        @Override
        public void close(CloseCode code) {
            closed.incrementAndGet();
        }
    }

    private static StoredEvent event(String letter) {
        return new StoredEvent(1, 0, 0, letter, 1);
    }

    @Operation(nonParallelGroup = "tail")
    public void offer() {
        queue.offer(null, event(String.valueOf((char) ('a' + lower++))), null);
        writer.wake();
    }

    @Operation(nonParallelGroup = "another tail")
    public void offerAnother() {
        queue.offer(null, event(String.valueOf((char) ('A' + upper++))), null);
        writer.wake();
    }

    @Operation
    public void ping() {
        writer.ping();
    }

    /** A writer thread's turn. */
    @Operation
    public void write() {
        Turn turn = turns.poll();
        if (turn != null) {
            turn.take(new FrameDraft(ONE_ENVELOPE));
        }
    }

    @Operation
    public void complete() {
        Consumer<Throwable> done = completions.poll();
        if (done != null) {
            inFlight.decrementAndGet();
            done.accept(null);
        }
    }

    @Operation
    public void close() {
        closing = true;
        writer.close(CloseCode.DRAINING);
    }

    @Validate
    public void everythingIsWrittenOnceInItsOrder() {
        while (!turns.isEmpty() || !completions.isEmpty()) {
            write();
            complete();
        }
        String all = written.toString();
        check(all.replaceAll("[^a-z]", ""), "abcdefghij", lower);
        check(all.replaceAll("[^A-Z]", ""), "ABCDEFGHIJ", upper);
        if (closed.get() != (closing ? 1 : 0)) {
            throw new AssertionError("closed " + closed + " times");
        }
        if (inFlight.get() != 0) {
            throw new AssertionError(inFlight + " sends in flight");
        }
    }

    /** What came after the close need not be written. */
    private void check(String came, String letters, int queued) {
        boolean complete = closing ? letters.startsWith(came) : came.equals(letters.substring(0, queued));
        if (!complete) {
            throw new AssertionError(came + " was written of " + letters.substring(0, queued));
        }
    }

    @Test
    void nothingIsLeftNothingIsWrittenTwice() {
        new ModelCheckingOptions()
                .iterations(15)
                .invocationsPerIteration(100)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(1)
                .addGuarantee(
                        forClasses(SessionMetrics.class.getName()).allMethods().ignore())
                .check(getClass());
    }
}
