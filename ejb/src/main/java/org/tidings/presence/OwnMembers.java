package org.tidings.presence;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.tidings.control.Attendance;

/**
 * The users that are connected here, or were a moment ago: for the grace they are waited for. Guarded by {@link Presence}'s lock.
 */
final class OwnMembers {

    private final Rosters rosters;
    private final Holder holder;
    private final long graceNanos;
    private final int maxMembers;
    /** What the others have not been told of yet. */
    private final Set<Key> untold = new LinkedHashSet<>();
    /** Who is waited for, and until when; the first to be given up first. */
    private final Map<Key, Long> awaited = new LinkedHashMap<>();

    OwnMembers(Rosters rosters, Holder holder, PresenceSettings settings) {
        this.rosters = rosters;
        this.holder = holder;
        this.graceNanos = settings.graceNanos();
        this.maxMembers = settings.maxMembers();
    }

    /** A further connection. False, and nothing happens, where there are too many members. */
    boolean enter(Key key, String meta, long millis) {
        Holding known = holder.holding(key);
        if (known == null && holder.size() >= maxMembers) {
            return false;
        }
        int before = known == null ? 0 : known.attendance().connections();
        awaited.remove(key);
        say(new Attendance(key.channel(), key.user(), before + 1, millis, meta));
        return true;
    }

    /** One connection less. @param awaitReturn whether the user is expected back */
    void leave(Key key, boolean awaitReturn, long nanos, long millis) {
        Attendance before = holder.holding(key).attendance();
        int left = before.connections() - 1;
        if (left == 0 && (!awaitReturn || graceNanos == 0)) {
            giveUp(key);
            return;
        }
        if (left == 0) {
            awaited.put(key, nanos + graceNanos);
        }
        say(new Attendance(
                key.channel(), key.user(), left, left == 0 ? millis : before.changedMillis(), before.meta()));
    }

    /** A connection shows something else of its user. */
    void show(Key key, String meta, long millis) {
        Attendance before = holder.holding(key).attendance();
        say(new Attendance(key.channel(), key.user(), before.connections(), millis, meta));
    }

    /** Gives up who was waited for long enough. */
    void endGraces(long now) {
        Iterator<Map.Entry<Key, Long>> first = awaited.entrySet().iterator();
        while (first.hasNext()) {
            Map.Entry<Key, Long> next = first.next();
            if (now - next.getValue() < 0) {
                return;
            }
            first.remove();
            giveUp(next.getKey());
        }
    }

    private void giveUp(Key key) {
        rosters.remove(holder, key);
        untold.add(key);
    }

    private void say(Attendance said) {
        rosters.apply(holder, said);
        untold.add(Key.of(said));
    }

    Holder holder() {
        return holder;
    }

    boolean hasUntold() {
        return !untold.isEmpty();
    }

    /** Something that the others have not been told of yet, as it is now; null where there is nothing. */
    Attendance nextUntold() {
        Iterator<Key> next = untold.iterator();
        if (!next.hasNext()) {
            return null;
        }
        Key key = next.next();
        next.remove();
        return now(key);
    }

    /** What is to be said of a user now. */
    Attendance now(Key key) {
        Holding holding = holder.holding(key);
        return holding == null ? Attendance.gone(key.channel(), key.user()) : holding.attendance();
    }
}
