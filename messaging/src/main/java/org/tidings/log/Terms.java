package org.tidings.log;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which leader wrote which part of a shard's log, as far back as it is retained.
 *
 * <p>A term's upper half counts the leaders, its lower half is random: two leaders that followed the same one, one in a log
 * and one in an older copy of it that was restored, never share a term. Not thread-safe.
 */
final class Terms {

    private static final SecureRandom RANDOM = new SecureRandom();

    private record Span(long firstSeq, long term) {}

    /** In the order of the log. */
    private final Deque<Span> spans;

    Terms() {
        spans = new ArrayDeque<>();
    }

    private Terms(Terms other) {
        spans = new ArrayDeque<>(other.spans);
    }

    Terms copy() {
        return new Terms(this);
    }

    /** A term after this one, never given before. */
    static long after(long term) {
        return (number(term) + 1) << 32 | RANDOM.nextInt() & 0xffff_ffffL;
    }

    /** How many leaders there were. */
    static long number(long term) {
        return term >>> 32;
    }

    /** The entry at this position is of this term; nothing before {@code retainedFrom} matters any more. */
    void add(long seq, long term, long retainedFrom) {
        if (spans.isEmpty() || spans.peekLast().term() != term) {
            spans.add(new Span(seq, term));
            forgetBelow(retainedFrom);
        }
    }

    /** Whether the entry at this position is, or for all that is retained may have been, of this term. */
    boolean mayHaveWritten(long term, long seq) {
        long writer = term;
        for (Span span : spans) {
            if (span.firstSeq() > seq) {
                break;
            }
            writer = span.term();
        }
        return writer == term;
    }

    private void forgetBelow(long seq) {
        while (spans.size() > 1) {
            Span oldest = spans.poll();
            if (spans.peek().firstSeq() > seq) {
                spans.addFirst(oldest);
                return;
            }
        }
    }
}
