package org.tidings.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * Takes down what happens. Never blocks whoever tells it: when its queue is full an event is dropped and counted, and as soon as
 * there is room a record says how many were. To wait instead would let a slow disk stand still the threads that read the log, and
 * with them every subscriber. Thread-safe.
 */
public final class AuditTrail implements AutoCloseable {
    private static final Logger LOG = System.getLogger(AuditTrail.class.getName());
    private static final int BATCH = 500;
    private static final long POLL_MILLIS = 200;
    private static final long END_MILLIS = 3_000;

    private final AuditSettings settings;
    private final BlockingQueue<AuditEvent> queue;
    private final AtomicLong dropped = new AtomicLong();
    private final Counter written;
    private final Counter lost;
    private volatile boolean closed;
    /** Null until it is started. */
    private volatile Thread thread;
    /** Null while it cannot be opened. Confined to the writing thread. */
    private AuditFile file;

    public AuditTrail(AuditSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.queue = new ArrayBlockingQueue<>(settings.queueSize());
        this.written = Counter.builder("tidings.audit.written")
                .description("Records written to the audit")
                .register(meters);
        this.lost = Counter.builder("tidings.audit.dropped")
                .description("Events that the audit could not take down")
                .register(meters);
    }

    /** One that takes nothing down. */
    public static AuditTrail off(MeterRegistry meters) {
        return new AuditTrail(AuditSettings.OFF, meters);
    }

    public boolean isOn() {
        return settings.directory() != null;
    }

    /** Whether publishes that were accepted are taken down too. */
    public boolean wantsPublishes() {
        return isOn() && settings.publishes();
    }

    /** The digest of a payload, where digests are wanted; null else. */
    public String digest(String payload) {
        return settings.digests() ? "sha256:" + AuditLine.hashOf(payload) : null;
    }

    public void record(AuditEvent event) {
        if (isOn() && !queue.offer(event)) {
            drop(1);
        }
    }

    /** Fails where the directory cannot be written to: an audit that is wanted must not be silently missing. */
    public void start(ThreadFactory threads) {
        if (isOn()) {
            try {
                file = open();
            } catch (IOException unusable) {
                throw new UncheckedIOException("the audit's directory cannot be used: " + unusable, unusable);
            }
            Thread started = threads.newThread(this::write);
            started.setName("tidings-audit");
            thread = started;
            started.start();
        }
    }

    /** Writes what waits, and ends. */
    @Override
    public void close() {
        closed = true;
        Thread writing = thread;
        if (writing != null) {
            try {
                writing.join(END_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
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
            if (file != null) {
                append(List.of(AuditEvent.of("ended")));
                LOG.log(Level.INFO, "the audit ends with {0}", file.head());
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
            if (file == null) {
                file = open();
            }
            file.append(all);
            written.increment(all.size());
        } catch (IOException full) {
            LOG.log(Level.ERROR, "the audit cannot be written: {0}", full.toString());
            dropped.addAndGet(missing);
            drop(batch.size());
            // What was half written is found and told of when it is opened again.
            shut();
            file = null;
        }
    }

    private AuditFile open() throws IOException {
        AuditFile opened =
                AuditFile.open(settings.directory(), settings.instance(), settings.maxFileBytes(), settings.sync());
        LOG.log(Level.INFO, "the audit goes on from {0}", opened.head());
        return opened;
    }

    private void drop(long count) {
        dropped.addAndGet(count);
        lost.increment(count);
    }

    private void shut() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "the audit's file could not be closed: {0}", e.toString());
            }
        }
    }
}
