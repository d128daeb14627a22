package org.tidings.presence;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether this instance can know who is present: only one that hears its own words hears those of others too. Guarded by {@link
 * Presence}'s lock.
 */
final class Certainty {

    /** Said and not heard back; further ones are not looked for. */
    private static final int MAX_SAID = 1_000;

    private record Said(long number, long nanos) {}

    private final long leaseNanos;
    private final long settleNanos;
    private final long probationNanos;
    private final Deque<Said> said = new ArrayDeque<>();
    /** When that was said which was last heard back; meaningless before the first. */
    private long echoedNanos;

    private boolean echoed;
    /** When it was last connected. */
    private long resumedNanos;

    private boolean certain;

    Certainty(PresenceSettings settings, long now) {
        leaseNanos = settings.leaseNanos();
        settleNanos = settings.settleNanos();
        probationNanos = settings.probationNanos();
        resumedNanos = now;
    }

    void said(long number, long now) {
        if (said.size() == MAX_SAID) {
            said.removeFirst();
        }
        said.addLast(new Said(number, now));
    }

    void echoed(long number) {
        while (!said.isEmpty() && said.peekFirst().number() <= number) {
            echoedNanos = said.removeFirst().nanos();
            echoed = true;
        }
    }

    void resumed(long now) {
        resumedNanos = now;
    }

    /** Whether nothing was heard for so long that anything may have happened. */
    boolean deaf(long now) {
        return !echoed || now - echoedNanos > leaseNanos;
    }

    /**
     * Whether others' silence is theirs. One that is cut off itself would else find the others dead before it finds itself deaf: what
     * it heard of them last may be older than what it heard of itself.
     */
    boolean inTouch(long now) {
        return echoed && now - echoedNanos <= probationNanos;
    }

    boolean certain(long now) {
        return certain && !deaf(now);
    }

    /** @param allComplete whether the members of all instances that were heard are known; @return whether it begins to doubt */
    boolean review(long now, boolean allComplete) {
        if (certain) {
            certain = !deaf(now);
            return !certain;
        }
        certain = !deaf(now) && echoedNanos - resumedNanos >= 0 && now - resumedNanos >= settleNanos && allComplete;
        return false;
    }
}
