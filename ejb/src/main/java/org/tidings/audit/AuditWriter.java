package org.tidings.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes down in one place, on a thread of its own, what any thread hands over. When its queue is full an event is dropped and
 * counted, and as soon as there is room a record says how many were. Thread-safe.
 */
final class AuditWriter {
    private static final Logger LOG = System.getLogger(AuditWriter.class.getName());
    private static final int BATCH = 500;
    private static final long POLL_MILLIS = 200;

    private final String place;
    private final AuditSink.Opener opener;
    private final BlockingQueue<AuditEvent> queue;
    private final AtomicLong dropped = new AtomicLong();
    private final Counter written;
    private final Counter lost;
    private volatile boolean closed;
    /** {@link System#nanoTime()}; means something once it is closed. */
    private volatile long endsAt;
    /** Null until it is started. */
    private volatile Thread thread;
    /** Null while it cannot be opened. Confined to the writing thread once that runs. */
    private AuditSink sink;

    /** @param place {@code file} or {@code queue} */
    AuditWriter(String place, AuditSink.Opener opener, int queueSize, MeterRegistry meters) {
        this.place = place;
        this.opener = opener;
        this.queue = new ArrayBlockingQueue<>(queueSize);
        this.written = Counter.builder("tidings.audit.written")
                .description("Records written to the audit")
                .tag("to", place)
                .register(meters);
        this.lost = Counter.builder("tidings.audit.dropped")
                .description("Events that the audit could not take down")
                .tag("to", place)
                .register(meters);
    }

    void record(AuditEvent event) {
        if (!queue.offer(event)) {
            drop(1);
        }
    }

    /** @throws IOException where its place cannot be used */
    void start(ThreadFactory threads) throws IOException {
        sink = open();
        Thread started = threads.newThread(this::write);
        started.setName(place.equals("file") ? "tidings-audit" : "tidings-audit-" + place);
        thread = started;
        started.start();
    }

    /** Whether there is no more time to wait for a place that is away. */
    boolean outOfTime() {
        return closed && System.nanoTime() - endsAt > 0;
    }

    /** Lets it write what waits, and end by then. @param deadline of {@link System#nanoTime()} */
    void end(long deadline) {
        endsAt = deadline;
        closed = true;
    }

    void join(long millis) throws InterruptedException {
        Thread writing = thread;
        if (writing != null && millis > 0) {
            writing.join(millis);
        }
    }

    private void write() {
        try {
            while (!closed || !queue.isEmpty()) {
                List<AuditEvent> batch = new ArrayList<>();
                AuditEvent first = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                    append(batch);
                }
            }
            if (sink != null) {
                append(List.of(AuditEvent.of("ended")));
            }
            if (sink != null) {
                LOG.log(Level.INFO, "the audit ends with {0}", sink.head());
            }
        } catch (InterruptedException e) {
            // The container ends its threads.
            closed = true;
        } finally {
            shut();
        }
    }

    private void append(List<AuditEvent> batch) {
        long missing = dropped.getAndSet(0);
        List<AuditEvent> all = new ArrayList<>(batch);
        if (missing > 0) {
            all.add(0, AuditEvent.of("dropped").with("count", missing));
        }
        try {
            if (sink == null) {
                sink = open();
            }
            sink.append(all);
            written.increment(all.size());
        } catch (IOException full) {
            LOG.log(Level.ERROR, "the audit cannot be written: {0}", full.toString());
            dropped.addAndGet(missing);
            drop(batch.size());
            // What was half written is found and told of when it is opened again.
            shut();
            sink = null;
        }
    }

    private AuditSink open() throws IOException {
        AuditSink opened = opener.open();
        LOG.log(Level.INFO, "the audit goes on from {0}", opened.head());
        return opened;
    }

    private void drop(long count) {
        dropped.addAndGet(count);
        lost.increment(count);
    }

    private void shut() {
        if (sink != null) {
            try {
                sink.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "the audit''s place could not be closed: {0}", e.toString());
            }
        }
    }
}
