package org.tidings.testkit.generator;

import java.util.BitSet;

/**
 * What one connection has seen of one stream. As long as everything comes once and in order that is a number; from the first
 * thing that does not on it keeps which numbers are missing. Confined to the loop's thread.
 */
final class Sequence {

    /** Whatever comes first: who joins while something is published. */
    static final long ANY = -1;

    private long next;
    private long repeated;
    private long late;

    /** Numbers below {@link #next} that have not come; null as long as there were none. */
    private BitSet missing;

    /** @param next the number that must come first, or {@link #ANY} */
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
        if (next == ANY) {
            next = number + 1;
            return;
        }
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
        flaws.add(next == ANY ? 0 : published - next, 0, 0);
        judgeGone(flaws);
    }

    /** Of who has left: what it was not there to see is not missing. */
    void judgeGone(Flaws flaws) {
        flaws.add(missing == null ? 0 : missing.cardinality(), repeated, late);
    }

    boolean hasAll(long published) {
        return (next == published || next == ANY) && (missing == null || missing.isEmpty());
    }
}
