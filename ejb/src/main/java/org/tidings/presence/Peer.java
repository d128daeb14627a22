package org.tidings.presence;

import org.tidings.control.Announcement;
import org.tidings.control.Attendance;

/**
 * Another instance, as far as it was heard. Whatever it says is true of those whom it names; only who has heard every announcement
 * since a snapshot began can know of whom it says nothing. Guarded by {@link Presence}'s lock.
 */
final class Peer extends Holder {

    /** Of its last announcement; 0 before the first. */
    private long number;
    /** Whether nothing was missed since the running snapshot began. */
    private boolean listening;
    /** Whether all its members are known, and nobody else is taken for one. */
    private boolean complete;

    /** In time that passed with this instance awake. */
    private long heardNanos;

    private long askedNanos;
    private boolean asked;
    /** Whether it has said farewell, and when that was heard. */
    private boolean gone;

    Peer(long incarnation) {
        super(incarnation);
    }

    void hear(Announcement said, Rosters rosters, long awake) {
        if (said.number() <= number) {
            return;
        }
        if (said.number() != number + 1) {
            listening = false;
            complete = false;
        }
        number = said.number();
        heardNanos = awake;
        vouch(said.atMillis());
        if (said.begins()) {
            beginGeneration();
            listening = true;
        }
        for (Attendance attendance : said.attendances()) {
            rosters.apply(this, attendance);
        }
        if (said.ends() && listening) {
            stale().forEach(key -> rosters.remove(this, key));
            listening = false;
            complete = true;
            asked = false;
        }
        gone = said.farewell();
    }

    boolean complete() {
        return complete;
    }

    /** This instance was cut off: something may have been missed without being noticed. */
    void doubt() {
        complete = false;
        listening = false;
    }

    /** Whether it must be asked for all its members. Asking is noted. */
    boolean toBeAsked(long now, long againNanos) {
        if (complete || listening || gone || asked && now - askedNanos < againNanos) {
            return false;
        }
        asked = true;
        askedNanos = now;
        return true;
    }

    /** Whether it is believed no more. @param since silence before this time is not held against it */
    boolean isOver(long awake, long since, PresenceSettings settings) {
        if (gone) {
            return awake - heardNanos >= settings.graceNanos();
        }
        return awake - heardNanos >= settings.leaseNanos() && awake - since >= settings.probationNanos();
    }
}
