package org.tidings.presence;

import org.tidings.control.Attendance;

/** What one instance says of one member, for as long as it is believed. Guarded by {@link Presence}'s lock. */
final class Holding {

    private final Holder holder;
    private Attendance attendance;
    private int generation;

    Holding(Holder holder, Attendance attendance) {
        this.holder = holder;
        this.attendance = attendance;
    }

    Attendance attendance() {
        return attendance;
    }

    void say(Attendance said) {
        attendance = said;
    }

    int generation() {
        return generation;
    }

    void mark() {
        generation = holder.generation();
    }

    /** When the user was last known to be there: what its instance vouches for, or the moment in which the last connection went. */
    long lastSeenMillis() {
        return attendance.connections() > 0 ? holder.vouchedMillis() : attendance.changedMillis();
    }

    /** Which of two says the newer about the user; the same on every instance, whatever it heard first. */
    boolean isNewerThan(Holding other) {
        int byTime = Long.compare(attendance.changedMillis(), other.attendance.changedMillis());
        return byTime != 0 ? byTime > 0 : holder.incarnation() > other.holder.incarnation();
    }
}
