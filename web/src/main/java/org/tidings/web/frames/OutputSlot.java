package org.tidings.web.frames;

import java.util.Optional;

/** Where a handshake finds the output of its connection, once that is open and can be reached. Thread-safe. */
public final class OutputSlot {
    /** Longer than any message. */
    static final int NEVER = Integer.MAX_VALUE;

    /** Null where there is none. Set before the connection is open. */
    private volatile FrameOutput output;
    /** Likewise. */
    private volatile int deflatedFrom = NEVER;

    void fill(FrameOutput found, int shortestDeflated) {
        output = found;
        deflatedFrom = shortestDeflated;
    }

    /** Empty before the connection is open, and where the server's connections are not as known. */
    public Optional<FrameOutput> output() {
        return Optional.ofNullable(output);
    }

    /** The shortest message, in bytes, that the peer is to be sent deflated; longer than any where it has not asked for that. */
    public int deflatedFrom() {
        return deflatedFrom;
    }
}
