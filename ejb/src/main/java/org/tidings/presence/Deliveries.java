package org.tidings.presence;

import io.micrometer.core.instrument.Counter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Events on their way to watchers: a few at a time, so that thousands on one channel hold up neither those of others nor the
 * writers that publishers wait for too. Of a channel one event is on its way at a time; what changes meanwhile is told behind it,
 * in sum where it is much. Confined to the ticker's thread.
 */
final class Deliveries {

    /** Queued in a tick, of all channels; in a row, of one. */
    private static final int AT_ONCE = 500;

    private static final int IN_A_ROW = 100;

    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private final Set<Roster> busy = new HashSet<>();
    /** Watches that had no room for an event. */
    private final Deque<Watch> behind = new ArrayDeque<>();

    private final Counter told;

    Deliveries(Counter told) {
        this.told = told;
    }

    /** What one channel's watchers are to be told. */
    private static final class Delivery {
        private final Roster roster;
        private final List<Watch> watches;
        private final List<Told> events;
        private int next;

        Delivery(Roster roster, List<Watch> watches, List<Told> events) {
            this.roster = roster;
            this.watches = watches;
            this.events = events;
        }
    }

    /** Whether watchers of the channel are still being told something. */
    boolean isBusy(Roster roster) {
        return busy.contains(roster);
    }

    void add(Roster roster, List<Watch> watches, List<Told> events) {
        busy.add(roster);
        waiting.add(new Delivery(roster, watches, events));
    }

    /** @param summary what one is told that missed something of a channel */
    void deliver(Function<Roster, Told> summary) {
        for (int left = AT_ONCE; left > 0 && !waiting.isEmpty(); ) {
            Delivery first = waiting.poll();
            left -= deliver(first);
            if (first.next < first.watches.size()) {
                waiting.add(first);
            } else {
                busy.remove(first.roster);
            }
        }
        for (int left = Math.min(AT_ONCE, behind.size()); left > 0; left--) {
            Watch watch = behind.poll();
            if (!watch.catchUp(summary.apply(watch.roster()))) {
                behind.add(watch);
            }
        }
    }

    private int deliver(Delivery delivery) {
        int queued = 0;
        while (queued < IN_A_ROW && delivery.next < delivery.watches.size()) {
            Watch watch = delivery.watches.get(delivery.next++);
            for (Told event : delivery.events) {
                queued++;
                if (watch.tell(event)) {
                    behind.add(watch);
                }
            }
        }
        told.increment(queued);
        return queued;
    }
}
