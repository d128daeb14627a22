package org.tidings.limits;

import io.github.bucket4j.TimeMeter;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes when a test says so. Thread-safe. */
final class ManualClock implements TimeMeter {

    private final AtomicLong nanos = new AtomicLong();

    void pass(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }

    @Override
    public long currentTimeNanos() {
        return nanos.get();
    }

    @Override
    public boolean isWallClockBased() {
        return false;
    }
}
