package org.tidings.testkit.generator;

import org.HdrHistogram.Histogram;

/** What came in a stretch of time. Confined to the loop's thread while it counts. */
public final class Tally {

    /** A minute; what took longer counts as a minute. */
    private static final long LONGEST_NANOS = 60_000_000_000L;

    private final Histogram nanos = new Histogram(LONGEST_NANOS, 3);
    private final long begun = System.nanoTime();
    private long ended;

    void delivered(long latencyNanos) {
        nanos.recordValue(Math.min(LONGEST_NANOS, Math.max(0, latencyNanos)));
    }

    Tally end() {
        ended = System.nanoTime();
        return this;
    }

    public long deliveries() {
        return nanos.getTotalCount();
    }

    public double seconds() {
        return (ended - begun) / 1e9;
    }

    public double perSecond() {
        return deliveries() / seconds();
    }

    /** From when it was due until it was read. */
    public double millis(double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1e6;
    }
}
