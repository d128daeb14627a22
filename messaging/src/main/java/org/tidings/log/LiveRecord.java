package org.tidings.log;

import java.util.List;

/**
 * What an instance tells the others in one message: events, numbered without a break, or none, to say which number comes next.
 *
 * @param origin one run of one instance
 * @param first number of the first event; the instance counts them in each shard, from 1
 */
record LiveRecord(long origin, long first, List<Item> events) {

    /** An event, and when its instance took it, milliseconds since 1970. */
    record Item(long at, Publication publication) {}

    /** The number that comes behind this record. */
    long next() {
        return first + events.size();
    }
}
