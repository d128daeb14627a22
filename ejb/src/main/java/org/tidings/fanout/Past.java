package org.tidings.fanout;

import java.util.ArrayList;
import java.util.List;
import org.tidings.envelope.Gap;
import org.tidings.history.StoredEvent;
import org.tidings.namespace.NamespaceOptions;

/**
 * Some of a channel's past, as it may be given at a moment.
 *
 * @param events the oldest first
 * @param expired the events between these, and behind the last, whose deadlines have passed
 * @param expiredCount how many those are
 */
record Past(List<StoredEvent> events, List<Gap> expired, int expiredCount) {

    /** Events of which all may be given. */
    static Past whole(List<StoredEvent> events) {
        return new Past(events, List.of(), 0);
    }

    static Past at(long nowMillis, List<StoredEvent> all, NamespaceOptions namespace) {
        List<StoredEvent> events = new ArrayList<>();
        List<Gap> expired = new ArrayList<>();
        Omitted run = null;
        int count = 0;
        for (StoredEvent event : all) {
            if (event.isUselessAt(nowMillis, namespace)) {
                run = run == null ? new Omitted(Gap.Reason.EXPIRED_EVENT, event.seq() - 1) : run;
                run.add(event);
                count++;
            } else {
                if (run != null) {
                    expired.add(run.gap());
                    run = null;
                }
                events.add(event);
            }
        }
        if (run != null) {
            expired.add(run.gap());
        }
        return new Past(events, expired, count);
    }

    /** The first so many events, and what expired before the next. */
    Past oldest(int limit) {
        return events.size() <= limit
                ? this
                : some(0, limit, 0, events.get(limit).seq());
    }

    /** The last so many events, and what expired since. */
    Past newest(int limit) {
        if (limit == 0) {
            // Asked for by whoever wants the position alone.
            return whole(List.of());
        }
        int first = events.size() - limit;
        if (first <= 0) {
            return this;
        }
        return some(first, events.size(), events.get(first).seq(), Long.MAX_VALUE);
    }

    private Past some(int first, int end, long after, long before) {
        List<Gap> between = expired.stream()
                .filter(gap -> gap.before() > after && gap.before() <= before)
                .toList();
        return new Past(events.subList(first, end), between, (int)
                between.stream().mapToLong(Gap::count).sum());
    }
}
