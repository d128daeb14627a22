package org.tidings.log;

import java.util.LinkedHashMap;
import java.util.Map;

/** How far each instance has counted its live events in one shard, as far as it was heard here. Confined to one thread. */
final class LiveNumbers {

    /** Far more than there are instances; those not heard of for longest are forgotten, for each start makes a new one. */
    private static final int MAX_ORIGINS = 1_000;

    private final Map<Long, Long> nextByOrigin = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > MAX_ORIGINS;
        }
    };

    /** Whether a record was heard before, or something behind it. */
    boolean isOld(LiveRecord record) {
        Long next = nextByOrigin.get(record.origin());
        return next != null && record.first() < next;
    }

    /** Takes note of a record that is not old. @return how many events before it never came; of an unheard instance, none */
    long missingBefore(LiveRecord record) {
        Long next = nextByOrigin.put(record.origin(), record.next());
        return next == null ? 0 : record.first() - next;
    }
}
