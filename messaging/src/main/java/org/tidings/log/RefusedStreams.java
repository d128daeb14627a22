package org.tidings.log;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Streams of which a publish was refused for now. Until its publisher was told to come again, what follows is refused with it:
 * it may have been on its way already, and would be stored before the one that is to be sent again. Not thread-safe.
 */
final class RefusedStreams {

    /** By identity; each for two seconds at most. */
    private final Map<Object, Refusal> refusals = new IdentityHashMap<>();

    private record Refusal(PublishOutcome outcome, long untilNanos) {}

    /** The first refusal counts: one who asks too early again and again does not wait for ever. */
    void add(Object stream, PublishOutcome outcome, long retryAfterMillis, long nowNanos) {
        if (of(stream, nowNanos) == null) {
            refusals.put(stream, new Refusal(outcome, nowNanos + TimeUnit.MILLISECONDS.toNanos(retryAfterMillis)));
        }
    }

    /** How a publish of this stream ends now, or null where nothing of it was refused lately. */
    PublishOutcome of(Object stream, long nowNanos) {
        Refusal refusal = refusals.isEmpty() ? null : refusals.get(stream);
        return refusal == null || nowNanos - refusal.untilNanos() >= 0 ? null : refusal.outcome();
    }

    void forget(long nowNanos) {
        refusals.values().removeIf(refusal -> nowNanos - refusal.untilNanos() >= 0);
    }
}
