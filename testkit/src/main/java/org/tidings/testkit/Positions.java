package org.tidings.testkit;

import java.util.Arrays;

/**
 * Publishes by their positions in the log, in ascending order. What is told in about that order is added at once;
 * sixteen bytes an event.
 */
final class Positions {

    private long[] seqs = new long[16];
    private PublishHistory[] publishes = new PublishHistory[16];
    private int size;

    int size() {
        return size;
    }

    long seq(int index) {
        return seqs[index];
    }

    PublishHistory at(int index) {
        return publishes[index];
    }

    /** The publish at a position; null where there is none. */
    PublishHistory find(long seq) {
        int index = Arrays.binarySearch(seqs, 0, size, seq);
        return index < 0 ? null : publishes[index];
    }

    /** The index of the first one behind a position. */
    int after(long seq) {
        int index = Arrays.binarySearch(seqs, 0, size, seq);
        return index < 0 ? -index - 1 : index + 1;
    }

    /** Adds one at a position where there was none; its index. */
    int add(long seq, PublishHistory publish) {
        if (size == seqs.length) {
            seqs = Arrays.copyOf(seqs, size * 2);
            publishes = Arrays.copyOf(publishes, size * 2);
        }
        int index = size == 0 || seqs[size - 1] < seq ? size : after(seq);
        System.arraycopy(seqs, index, seqs, index + 1, size - index);
        System.arraycopy(publishes, index, publishes, index + 1, size - index);
        seqs[index] = seq;
        publishes[index] = publish;
        size++;
        return index;
    }
}
