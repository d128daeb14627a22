package org.tidings.authorization;

import org.tidings.authorization.ChannelAuthorizer.Verdict;

/**
 * What an application said to a request. Immutable.
 *
 * @param verdict null where none could be got
 * @param reason its own words for the operator, bounded; null without
 * @param question the id under which it was asked over the broker; null where it lives in this process
 * @param freshUntilNanos until when it may be used without asking again, {@link System#nanoTime()}
 */
record Said(Verdict verdict, String reason, String question, long freshUntilNanos) {
    /** How long nobody asks again where there was no verdict: what the peer is told to wait. */
    static final long RETRY_MILLIS = 500;

    static Said nothing(String reason, String question) {
        return new Said(null, reason, question, System.nanoTime() + RETRY_MILLIS * 1_000_000);
    }

    /** Of two the stricter one: a veto, else no verdict, else one that allows, else one that abstains. */
    Said and(Said other) {
        Said stricter = other.rank() < rank() ? other : this;
        long until = freshUntilNanos - other.freshUntilNanos < 0 ? freshUntilNanos : other.freshUntilNanos;
        return new Said(stricter.verdict, stricter.reason, stricter.question, until);
    }

    private int rank() {
        if (verdict == null) {
            return 1;
        }
        return switch (verdict) {
            case VETO -> 0;
            case ALLOW -> 2;
            case ABSTAIN -> 3;
        };
    }
}
