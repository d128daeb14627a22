package org.tidings.fanout;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.tidings.history.StoredEvent;

/**
 * Which event of a channel is the newest for each value of a header, kept while there are subscriptions that catch up and get only
 * those: all of them share it. It knows of the events that came since the first of them fell behind. Guarded by the feed's lock.
 */
final class NewestByKey {

    private static final int SMALL = 1_024;

    private final String header;
    private final Map<String, Long> newest = new HashMap<>();
    private final Set<Subscription> readers = new HashSet<>();
    /** Beyond so many keys those of events that are not retained any more are forgotten. */
    private int bound = SMALL;

    NewestByKey(String header) {
        this.header = header;
    }

    void begin(Subscription reader) {
        readers.add(reader);
    }

    void end(Subscription reader) {
        readers.remove(reader);
    }

    boolean isUnused() {
        return readers.isEmpty();
    }

    void add(StoredEvent event, long retainedFrom) {
        String key = event.headers().get(header);
        if (key == null) {
            return;
        }
        newest.put(key, event.seq());
        if (newest.size() > bound) {
            newest.values().removeIf(seq -> seq < retainedFrom);
            bound = Math.max(SMALL, 2 * newest.size());
        }
    }

    /**
     * Whether a newer event replaces this one for a subscription. An event without the header is replaced by none; nor is any for a
     * subscription that goes by another header, as after a change of the configuration, until those from before have caught up.
     */
    boolean isReplaced(StoredEvent event, Subscription reader) {
        if (!header.equals(reader.options().conflateBy())) {
            return false;
        }
        String key = event.headers().get(header);
        return key != null && newest.getOrDefault(key, 0L) > event.seq();
    }
}
