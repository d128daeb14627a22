package org.tidings.session;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tidings.envelope.Gap;
import org.tidings.fanout.Omitted;
import org.tidings.fanout.Subscription;

/**
 * Events that are left out because their deadlines passed while they waited, those of a channel together, until its subscriber is
 * told: before anything else of the channel, before whatever is not of one channel, and when nothing else waits. Guarded by the
 * queue's lock.
 */
final class ExpiredEvents {

    /** By channel; null until there is a first. */
    private Map<String, Run> runs;

    private record Run(Subscription of, String epoch, Omitted events) {}

    /** Whether there is nothing to be told. */
    boolean isEmpty() {
        return runs == null || runs.isEmpty();
    }

    /** Adds an event, unless those before it are to be told first. */
    boolean add(Item event) {
        if (runs == null) {
            runs = new LinkedHashMap<>();
        }
        Run run = runs.computeIfAbsent(
                event.channel(),
                channel -> new Run(
                        event.of(),
                        event.epoch(),
                        new Omitted(Gap.Reason.EXPIRED_EVENT, event.event().seq() - 1)));
        if (run.of() != event.of() || !run.epoch().equals(event.epoch())) {
            return false;
        }
        run.events().add(event.event());
        return true;
    }

    /** What is to be told before this one is written, or, for null, before the end; null for nothing. From then on it is told. */
    Item due(Item next) {
        if (isEmpty()) {
            return null;
        }
        Run run = null;
        if (next != null && next.channel() != null) {
            run = runs.remove(next.channel());
        } else {
            Iterator<Run> all = runs.values().iterator();
            run = all.next();
            all.remove();
        }
        return run == null
                ? null
                : Item.gap(run.of(), run.of().told(run.events().gap(), run.epoch()));
    }

    void clear() {
        runs = null;
    }
}
