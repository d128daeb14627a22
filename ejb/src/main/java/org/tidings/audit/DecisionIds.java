package org.tidings.audit;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Names for refusals, which no other refusal of any instance has. Thread-safe. */
final class DecisionIds {
    private static final int RADIX = 36;

    /** Another one at every start of an instance. */
    private final String prefix = Long.toString(new SecureRandom().nextLong() >>> 24, RADIX) + "-";

    private final AtomicLong last = new AtomicLong();

    String next() {
        return prefix + Long.toString(last.incrementAndGet(), RADIX);
    }
}
