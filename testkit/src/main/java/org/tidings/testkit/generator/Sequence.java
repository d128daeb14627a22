package org.tidings.testkit.generator;

import java.util.BitSet;

/**
 * What one connection has seen of one stream. As long as everything comes once and in order that is a number; from the first
 * thing that does not on it keeps which numbers are missing. Confined to the loop's thread.
 */
final class Sequence {

    private long next;
    private long repeated;
    private long late;

    /** Numbers below {@link #next} that have not come; null as long as there were none. */
    private BitSet missing;

    /** @param next the number that must come first */
    Sequence(long next) {
        this.next = next;
    }

    void seen(long number) {
        if (number == next) {
            next++;
        } else {
            disturbed(number);
        }
    }

    private void disturbed(long number) {
        if (missing == null) {
            missing = new BitSet();
        }
        int bit = Math.toIntExact(number);
        if (number > next) {
            missing.set((int) next, bit);
            next = number + 1;
        } else if (missing.get(bit)) {
            missing.clear(bit);
            late++;
        } else {
            repeated++;
        }
    }

    /** @param published how many numbers the stream has had */
    void judge(long published, Flaws flaws) {
        long lost = published - next + (missing == null ? 0 : missing.cardinality());
        flaws.add(lost, repeated, late);
    }

    boolean hasAll(long published) {
        return next == published && (missing == null || missing.isEmpty());
    }
}
