package org.tidings.log;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Names what this run of this instance asks the log for. Thread-safe. */
final class Origins {

    private static final int RADIX = 36;

    private final long incarnation = new SecureRandom().nextLong() >>> 1;
    private final AtomicLong requestIds = new AtomicLong();

    long incarnation() {
        return incarnation;
    }

    /** For a further request. */
    Origin next() {
        return new Origin(incarnation, requestIds.incrementAndGet());
    }

    /** Whether the request is of this run. */
    boolean named(Origin origin) {
        return origin.incarnation() == incarnation;
    }

    /** The publication with a messageId: its publisher's, or one that nobody else makes. */
    static Publication identified(Publication publication, Origin origin) {
        return publication.messageId() != null
                ? publication
                : publication.withMessageId(
                        Long.toString(origin.incarnation(), RADIX) + "-" + Long.toString(origin.requestId(), RADIX));
    }
}
