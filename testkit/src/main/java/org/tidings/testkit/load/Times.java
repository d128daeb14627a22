package org.tidings.testkit.load;

import java.util.Locale;
import org.HdrHistogram.ConcurrentHistogram;

/** A distribution of durations. Any thread may record. */
final class Times {

    private final ConcurrentHistogram nanos = new ConcurrentHistogram(3);

    void record(long duration) {
        nanos.recordValue(Math.max(0, duration));
    }

    void add(Times others) {
        nanos.add(others.nanos);
    }

    void reset() {
        nanos.reset();
    }

    long count() {
        return nanos.getTotalCount();
    }

    double millis(double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1e6;
    }

    double maxMillis() {
        return nanos.getMaxValue() / 1e6;
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "p50 %.1f, p90 %.1f, p99 %.1f, max %.1f ms (%d)",
                millis(50),
                millis(90),
                millis(99),
                maxMillis(),
                count());
    }
}
