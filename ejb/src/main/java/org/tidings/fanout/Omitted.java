package org.tidings.fanout;

import org.tidings.envelope.Filtered;
import org.tidings.envelope.Gap;
import org.tidings.history.StoredEvent;

/**
 * Events in a row that a subscription did not get, for one reason, and that its subscriber has not been told of yet. Confined to one
 * lock.
 */
public final class Omitted {

    /** Null where it was the subscription's own filter. */
    private final Gap.Reason reason;

    private final long after;
    private long last;
    private long count;

    /** @param after the last position that the subscriber has had, or has been told of */
    public Omitted(Gap.Reason reason, long after) {
        this.reason = reason;
        this.after = after;
    }

    /** What is not counted. @param last the position to which it reaches */
    static Omitted unsaid(long after, long last) {
        Omitted nothing = new Omitted(null, after);
        nothing.addAll(0, last);
        return nothing;
    }

    Gap.Reason reason() {
        return reason;
    }

    public void add(StoredEvent event) {
        addAll(1, event.seq());
    }

    void addAll(long events, long lastSeq) {
        count += events;
        last = lastSeq;
    }

    boolean byFilter() {
        return reason == null;
    }

    /** Names exactly these, which a filter has left out. */
    Filtered filtered() {
        return new Filtered(after, last + 1, count);
    }

    /** Names exactly these. */
    public Gap gap() {
        return last == 0 ? Gap.of(reason, count) : Gap.of(after, last + 1, reason, count);
    }
}
