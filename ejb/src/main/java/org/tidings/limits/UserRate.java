package org.tidings.limits;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What one user may publish, and what he has published here that the other instances do not know of. Thread-safe, lock-free. */
final class UserRate {

    /** What the others have told about, but is still on its way here, is behind it then. */
    private static final long ON_ITS_WAY_MILLIS = 2 * UserRates.TELLING_MILLIS;

    private final UserRates users;
    private final String name;
    private final Rate rate;
    private final AtomicLong untold = new AtomicLong();
    private final AtomicBoolean toBeTold = new AtomicBoolean();
    /** Connections here. Guarded by the map that holds this. */
    private int connections;
    /** When it was last without a connection, or heard of from elsewhere. Guarded likewise. */
    private long restingSinceNanos;

    UserRate(UserRates users, String name, Rate rate) {
        this.users = users;
        this.name = name;
        this.rate = rate;
    }

    /** Milliseconds until the next publish is allowed; 0 if this one is. */
    long next() {
        long waitMillis = rate.next();
        if (waitMillis > 0) {
            return waitMillis + ON_ITS_WAY_MILLIS;
        }
        if (untold.incrementAndGet() >= users.worthTelling() && toBeTold.compareAndSet(false, true)) {
            users.toBeTold(this);
        }
        return 0;
    }

    /** What was published since this was last asked. */
    long tell() {
        // In this order: what is published in between makes it be told again.
        toBeTold.set(false);
        return untold.getAndSet(0);
    }

    void charge(long publishes) {
        rate.charge(publishes);
    }

    String name() {
        return name;
    }

    UserRate entered() {
        connections++;
        return this;
    }

    UserRate left() {
        connections--;
        return this;
    }

    UserRate restingSince(long nanos) {
        restingSinceNanos = nanos;
        return this;
    }

    boolean isResting() {
        return connections == 0;
    }

    long restingSinceNanos() {
        return restingSinceNanos;
    }
}
