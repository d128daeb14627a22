package org.tidings.presence;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** A subscriber who wants to know who comes and goes. Thread-safe. */
final class Watch {

    private final String channel;
    private final Roster roster;
    /** The version that was there when it began: what came before it is not told. */
    private final long since;

    private final Predicate<String> outlet;
    /** Whether it waits to be told that it missed something. */
    private final AtomicBoolean behind = new AtomicBoolean();

    private volatile boolean ended;

    /** @param outlet queues an envelope; false where there is no room for it */
    Watch(String channel, Roster roster, long since, Predicate<String> outlet) {
        this.channel = channel;
        this.roster = roster;
        this.since = since;
        this.outlet = outlet;
    }

    String channel() {
        return channel;
    }

    Roster roster() {
        return roster;
    }

    /** @return whether it has just missed something for the first time */
    boolean tell(Told told) {
        return told.version() > since && !ended && !outlet.test(told.envelope()) && behind.compareAndSet(false, true);
    }

    /** Tells that something was missed. @return whether nothing is left to be told */
    boolean catchUp(Told summary) {
        if (ended || outlet.test(summary.envelope())) {
            behind.set(false);
            return true;
        }
        return false;
    }

    void end() {
        ended = true;
    }
}
