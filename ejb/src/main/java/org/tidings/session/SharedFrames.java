package org.tidings.session;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The frames that were made last, to be found again: of many sessions that follow the same channel, most have the same events
 * waiting. Bounded; what is not found is made anew. Thread-safe.
 */
final class SharedFrames {

    private static final int SLOTS = 256;

    private final AtomicReferenceArray<Shared> slots = new AtomicReferenceArray<>(SLOTS);

    private record Shared(WireFormat format, List<String> envelopes, OutboundFrame frame) {

        /** Told apart by identity: an event's envelope is one object for all that get it. */
        boolean isOf(WireFormat wanted, List<String> others) {
            if (format != wanted || envelopes.size() != others.size()) {
                return false;
            }
            for (int i = 0; i < others.size(); i++) {
                if (envelopes.get(i) != others.get(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A frame of these, made now or before. @param envelopes one at least; not kept */
    OutboundFrame of(WireFormat format, List<String> envelopes) {
        int slot = Math.floorMod(
                (System.identityHashCode(envelopes.get(0)) * 31 + envelopes.size()) * 31 + format.ordinal(), SLOTS);
        Shared shared = slots.get(slot);
        if (shared == null || !shared.isOf(format, envelopes)) {
            shared = new Shared(format, List.copyOf(envelopes), format.frame(envelopes));
            slots.set(slot, shared);
        }
        return shared.frame();
    }
}
