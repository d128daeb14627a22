package org.tidings.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** What leaders here have written. Thread-safe. */
final class LogWriterMeters {

    private final Timer commits;
    private final Counter sequenced;
    private final Counter duplicates;

    LogWriterMeters(MeterRegistry meters) {
        commits = Timer.builder("tidings.log.commit")
                .description("Time to commit one batch of entries to the broker")
                .register(meters);
        sequenced = Counter.builder("tidings.log.sequenced")
                .description("Entries given a place in the log by this instance")
                .register(meters);
        duplicates = Counter.builder("tidings.log.duplicates")
                .description("Publishes answered with the position of their first")
                .register(meters);
    }

    void committed(Lead.Batch batch, long nanos) {
        commits.record(nanos, TimeUnit.NANOSECONDS);
        long positions = 0;
        for (Lead.Written written : batch.entries()) {
            positions += written.positions();
        }
        sequenced.increment(positions);
        for (Verdict verdict : batch.verdicts()) {
            if (verdict.kind() == Verdict.Kind.DUPLICATE) {
                duplicates.increment();
            }
        }
    }
}
