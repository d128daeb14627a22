package org.tidings.client;

import java.util.Objects;

/**
 * A place in one shard's log: everything up to and with {@code seq} has been seen. Immutable; an application may store
 * it and resume from it on any instance.
 *
 * @param epoch the log's incarnation
 * @param seq the last sequence number seen, 0 or more
 */
public record Position(String epoch, long seq) {

    public Position {
        Objects.requireNonNull(epoch, "epoch");
        if (epoch.isEmpty()) {
            throw new IllegalArgumentException("epoch is empty");
        }
        if (seq < 0) {
            throw new IllegalArgumentException("seq is negative: " + seq);
        }
    }

    /**
     * Reads the form that {@link #toString} writes.
     *
     * @param text epoch and sequence number with a dot between, as in {@code k3.41}
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Position parse(String text) {
        int dot = text.lastIndexOf('.');
        if (dot < 1) {
            throw new IllegalArgumentException("a position is EPOCH.SEQ, as in k3.41");
        }
        try {
            return new Position(text.substring(0, dot), Long.parseLong(text.substring(dot + 1)));
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("a position is EPOCH.SEQ, as in k3.41", notANumber);
        }
    }

    @Override
    public String toString() {
        return epoch + "." + seq;
    }
}
