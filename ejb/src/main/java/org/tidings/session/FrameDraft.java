package org.tidings.session;

import java.util.ArrayList;
import java.util.List;
import org.tidings.history.StoredEvent;

/** What goes into the next frame of a session. Used again and again, for one session after the other. Confined to one thread. */
final class FrameDraft {

    private final int maxBytes;
    private final List<String> envelopes = new ArrayList<>();
    private int bytes;
    /** Whether others may have the same waiting: nothing of it is for one session alone. */
    private boolean common;

    private long oldestArrivedNanos;

    /** @param maxBytes of a frame, unless a single envelope is longer */
    FrameDraft(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** For another thread. */
    FrameDraft another() {
        return new FrameDraft(maxBytes);
    }

    /** Nothing is in it any more. */
    void begin() {
        envelopes.clear();
        bytes = 0;
        common = true;
        oldestArrivedNanos = 0;
    }

    boolean isEmpty() {
        return envelopes.isEmpty();
    }

    /** A single envelope always fits. @param more its bytes in UTF-8 */
    boolean fits(int more) {
        return envelopes.isEmpty() || bytes + more <= maxBytes;
    }

    void add(StoredEvent event) {
        add(event.envelope(), event.bytes(), event.arrivedNanos());
    }

    void add(Item item) {
        add(item.envelope(), item.bytes(), item.arrivedNanos());
        common &= item.isEvent();
    }

    private void add(String envelope, int length, long arrivedNanos) {
        envelopes.add(envelope);
        bytes += length + 1;
        if (oldestArrivedNanos == 0) {
            oldestArrivedNanos = arrivedNanos;
        }
    }

    /** {@link System#nanoTime()} when the first event in it was read from the log; 0 for none. */
    long oldestArrivedNanos() {
        return oldestArrivedNanos;
    }

    /** The frame, made now or before. */
    OutboundFrame frame(WireFormat format, SharedFrames frames) {
        return common ? frames.of(format, envelopes) : format.frame(envelopes);
    }
}
