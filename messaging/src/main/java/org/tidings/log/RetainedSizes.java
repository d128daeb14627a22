package org.tidings.log;

/**
 * Counts what the shard's ring retains, so that leader and readers know its lower edge without asking the broker.
 *
 * <p>Bounded by positions and by bytes. The broker's own ring counts messages, and one may hold many events: what is more than the
 * ring's size in positions is retained no more, whole entries of it, and the broker is asked to remove it a quarter of a ring at a
 * time. A full address refuses every send, so once three quarters of the bytes are used the oldest entries go until two thirds are.
 * Every reader follows the same rules and comes to the same edge. Not thread-safe.
 */
final class RetainedSizes {

    private static final int FIRST_CAPACITY = 64;

    /** What the broker has beyond the ring's size is at most this part of it. */
    private static final int PARTS_TRIMMED = 4;

    private final int ringSize;
    private final long highBytes;
    private final long lowBytes;
    /** Circular, grown as the ring fills. */
    private long[] seqs;

    private int[] sizes;
    private int oldest;
    private int count;
    private long bytes;
    private long trimBelow;

    RetainedSizes(int ringSize, long ringBytes) {
        this.ringSize = ringSize;
        highBytes = ringBytes * 3 / 4;
        lowBytes = ringBytes * 2 / 3;
        seqs = new long[Math.min(ringSize, FIRST_CAPACITY)];
        sizes = new int[seqs.length];
    }

    private RetainedSizes(RetainedSizes other) {
        ringSize = other.ringSize;
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

    /** The next entry: one message of the queue, whatever it holds. */
    void add(long firstSeq, int bodyBytes) {
        if (count == ringSize) {
            removeOldest();
        } else if (count == seqs.length) {
            grow();
        }
        int size = bodyBytes + LogSettings.ENTRY_OVERHEAD_BYTES;
        int slot = slot(count);
        seqs[slot] = firstSeq;
        sizes[slot] = size;
        count++;
        bytes += size;
        while (count > 1 && firstSeq - seqs[slot(1)] >= ringSize) {
            removeOldest();
            // Else the broker's ring has dropped it by itself.
            if (retainedFrom() - trimBelow >= Math.max(1, ringSize / PARTS_TRIMMED)) {
                trimBelow = retainedFrom();
            }
        }
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

    /** The position below which the broker's queue should be trimmed; 0 if there was no need so far. */
    long trimBelow() {
        return trimBelow;
    }

    private void removeOldest() {
        bytes -= sizes[oldest];
        oldest = slot(1);
        count--;
    }

    private int slot(int index) {
        return (int) ((oldest + (long) index) % seqs.length);
    }

    private void grow() {
        int capacity = (int) Math.min(ringSize, seqs.length * 2L);
        long[] moreSeqs = new long[capacity];
        int[] moreSizes = new int[capacity];
        for (int i = 0; i < count; i++) {
            moreSeqs[i] = seqs[slot(i)];
            moreSizes[i] = sizes[slot(i)];
        }
        seqs = moreSeqs;
        sizes = moreSizes;
        oldest = 0;
    }
}
