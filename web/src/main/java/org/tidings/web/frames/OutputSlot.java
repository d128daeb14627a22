package org.tidings.web.frames;

import java.util.Optional;

/** Where a handshake finds the output of its connection, once that is open and can be reached. Thread-safe. */
public final class OutputSlot {
    /** Null where there is none. Set before the connection is open. */
    private volatile FrameOutput output;

    void fill(FrameOutput found) {
        output = found;
    }

    /** Empty before the connection is open, and where the server's connections are not as known. */
    public Optional<FrameOutput> output() {
        return Optional.ofNullable(output);
    }
}
