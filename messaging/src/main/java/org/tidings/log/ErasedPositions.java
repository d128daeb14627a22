package org.tidings.log;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Positions of a shard at which nothing need be, because it was erased: these and no others. Not thread-safe. */
final class ErasedPositions {

    private final TreeSet<Long> positions;

    ErasedPositions() {
        positions = new TreeSet<>();
    }

    private ErasedPositions(TreeSet<Long> positions) {
        this.positions = new TreeSet<>(positions);
    }

    ErasedPositions copy() {
        return new ErasedPositions(positions);
    }

    /** @param retainedFrom what the log does not hold any more need not be known */
    void add(Collection<Long> more, long retainedFrom) {
        positions.addAll(more);
        positions.headSet(retainedFrom).clear();
    }

    /** Whether every position from the first to the last was erased. */
    boolean cover(long first, long last) {
        long next = first;
        for (long position : positions.subSet(first, true, last, true)) {
            if (position != next) {
                return false;
            }
            next++;
        }
        return next == last + 1;
    }

    List<Long> all() {
        return List.copyOf(positions);
    }
}
