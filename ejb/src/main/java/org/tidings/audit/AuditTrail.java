package org.tidings.audit;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.tidings.outbox.RecordQueue;

/**
 * Takes down what happens: in a file, in a queue of the broker's, or in both, a chain of its own in each. Never blocks whoever tells
 * it: to wait would let a slow disk stand still the threads that read the log, and with them every subscriber. Thread-safe.
 */
public final class AuditTrail implements AutoCloseable {
    private static final long END_MILLIS = 3_000;
    /** For the last step of what waits for a place that is away. */
    private static final long MARGIN_MILLIS = 500;

    private final AuditSettings settings;
    private final MeterRegistry meters;
    private final DecisionIds decisions = new DecisionIds();
    private final RefusalRoom refusals = new RefusalRoom();
    /** Filled before it is started. */
    private final List<AuditWriter> writers = new CopyOnWriteArrayList<>();
    /** Null where none is wanted. Set before it is started. */
    private volatile RecordQueue queue;

    public AuditTrail(AuditSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meters = meters;
        if (settings.directory() != null) {
            writers.add(new AuditWriter(
                    "file",
                    () -> AuditFile.open(
                            settings.directory(), settings.instance(), settings.maxFileBytes(), settings.sync()),
                    settings.queueSize(),
                    meters));
        }
    }

    /** One that takes nothing down. */
    public static AuditTrail off(MeterRegistry meters) {
        return new AuditTrail(AuditSettings.OFF, meters);
    }

    public boolean isOn() {
        return settings.directory() != null || settings.address() != null;
    }

    /** The address at the broker where records are wanted too, or instead of in a file. */
    public Optional<String> address() {
        return Optional.ofNullable(settings.address());
    }

    /** Whether publishes that were accepted are taken down too. */
    public boolean wantsPublishes() {
        return isOn() && settings.publishes();
    }

    /** The digest of a payload, where digests are wanted; null else. */
    public String digest(String payload) {
        return settings.digests() ? "sha256:" + AuditLine.hashOf(payload) : null;
    }

    /** The digest of a file. */
    public static String digestOf(byte[] content) {
        return "sha256:" + AuditLine.hashOf(content);
    }

    /** A name for a refusal, which no other refusal of any instance has. */
    public String nextDecision() {
        return decisions.next();
    }

    public void record(AuditEvent event) {
        writers.forEach(writer -> writer.record(event));
    }

    /**
     * Takes down a refusal to somebody who need not have proved who it is: only so many, for a flood of them must not push out the
     * rest. The next that is taken down says how many were not.
     *
     * @return whether it was taken down
     */
    public boolean recordRefusal(AuditEvent event) {
        if (!refusals.room()) {
            return false;
        }
        long passedOver = refusals.takePassedOver();
        record(passedOver == 0 ? event : event.with("passedOver", passedOver));
        return true;
    }

    /** From the start on records go there too. The trail closes it. */
    public void sendTo(RecordQueue records) {
        queue = records;
        AuditWriter[] writer = new AuditWriter[1];
        writer[0] = new AuditWriter(
                "queue",
                () -> AuditQueue.open(records, settings.instance(), () -> writer[0].outOfTime()),
                settings.queueSize(),
                meters);
        writers.add(writer[0]);
    }

    /** Fails where the directory cannot be written to: an audit that is wanted must not be silently missing. */
    public void start(ThreadFactory threads) {
        if (queue != null) {
            queue.start();
            writers.get(writers.size() - 1).record(AuditEvent.of("begun"));
        }
        for (AuditWriter writer : writers) {
            try {
                writer.start(threads);
            } catch (IOException unusable) {
                throw new UncheckedIOException("the audit's directory cannot be used: " + unusable, unusable);
            }
        }
    }

    /** Writes what waits, and ends. */
    @Override
    public void close() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MILLIS);
        writers.forEach(writer -> writer.end(deadline - TimeUnit.MILLISECONDS.toNanos(MARGIN_MILLIS)));
        try {
            for (AuditWriter writer : writers) {
                writer.join(TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (queue != null) {
            queue.close();
        }
    }
}
