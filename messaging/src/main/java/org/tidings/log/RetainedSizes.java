package org.tidings.log;

/**
 * Counts what the shard's ring retains, so that leader and readers know its lower edge without asking the broker.
 *
 * <p>Bounded by entries and by bytes: a full address refuses every send, so once three quarters of the bytes are used the
 * oldest entries go until two thirds are. Every reader follows the same rule and comes to the same edge. Not thread-safe.
 */
final class RetainedSizes {

    private final long highBytes;
    private final long lowBytes;
    private final long[] seqs;
    private final int[] sizes;
    private int oldest;
    private int count;
    private long bytes;
    private long trimBelow;

    RetainedSizes(int ringSize, long ringBytes) {
        highBytes = ringBytes * 3 / 4;
        lowBytes = ringBytes * 2 / 3;
        seqs = new long[ringSize];
        sizes = new int[ringSize];
    }

    private RetainedSizes(RetainedSizes other) {
        highBytes = other.highBytes;
        lowBytes = other.lowBytes;
        seqs = other.seqs.clone();
        sizes = other.sizes.clone();
        oldest = other.oldest;
        count = other.count;
        bytes = other.bytes;
        trimBelow = other.trimBelow;
    }

    RetainedSizes copy() {
        return new RetainedSizes(this);
    }

    void add(long firstSeq, int bodyBytes) {
        if (count == seqs.length) {
            removeOldest();
        }
        int size = bodyBytes + LogSettings.ENTRY_OVERHEAD_BYTES;
        int slot = (oldest + count) % seqs.length;
        seqs[slot] = firstSeq;
        sizes[slot] = size;
        count++;
        bytes += size;
        if (bytes > highBytes) {
            while (count > 1 && bytes > lowBytes) {
                removeOldest();
            }
            trimBelow = retainedFrom();
        }
    }

    /** The lowest position retained; 0 when nothing is. */
    long retainedFrom() {
        return count == 0 ? 0 : seqs[oldest];
    }

    long bytes() {
        return bytes;
    }

    /** The position below which the bytes' bound wants the broker's queue trimmed; 0 if none did so far. */
    long trimBelow() {
        return trimBelow;
    }

    private void removeOldest() {
        bytes -= sizes[oldest];
        oldest = (oldest + 1) % seqs.length;
        count--;
    }
}
