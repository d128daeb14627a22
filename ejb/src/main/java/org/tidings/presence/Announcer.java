package org.tidings.presence;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.tidings.control.Announcement;
import org.tidings.control.Attendance;
import org.tidings.history.Utf8;

/**
 * Puts what this instance has to say of its members into announcements: what has changed a few times a second, everything where it
 * is asked for, and that it lives. Guarded by {@link Presence}'s lock.
 */
final class Announcer {

    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** Beyond 100 KB the broker would write a message to the disk. */
    private static final int MESSAGE_BYTES = 60_000;

    /** A megabyte each time: a hundred thousand members take a few seconds, and leave the broker time for others. */
    private static final int MESSAGES_AT_ONCE = 16;

    private static final int ATTENDANCE_BYTES = 24;

    private final OwnMembers own;
    private final long heartbeatNanos;
    private long number;
    private long saidNanos;
    private boolean snapshotWanted;
    /** What is still to be told of a snapshot; null while none is being told. */
    private Iterator<Key> snapshot;

    Announcer(OwnMembers own, PresenceSettings settings) {
        this.own = own;
        this.heartbeatNanos = settings.heartbeatNanos();
    }

    /** Somebody wants to know all members. One who comes while they are being told asks again. */
    void wantSnapshot() {
        snapshotWanted = snapshot == null;
    }

    /** Nobody has heard the beginning of what was being told. */
    void startOver() {
        snapshot = null;
        snapshotWanted = true;
    }

    boolean isDue(long now) {
        if (number == 0) {
            return true;
        }
        long silent = now - saidNanos;
        return silent >= heartbeatNanos
                || silent >= EVERY_NANOS && (snapshotWanted || snapshot != null || own.hasUntold());
    }

    List<Announcement> announce(long now, long millis) {
        boolean begins = snapshotWanted;
        if (begins) {
            snapshotWanted = false;
            snapshot = own.holder().keys().iterator();
        }
        List<Announcement> said = new ArrayList<>();
        do {
            List<Attendance> batch = batch();
            boolean ends = snapshot != null && !snapshot.hasNext();
            said.add(announcement(millis, begins, ends, false, batch));
            begins = false;
            if (ends) {
                snapshot = null;
            }
        } while ((own.hasUntold() || snapshot != null) && said.size() < MESSAGES_AT_ONCE);
        saidNanos = now;
        return said;
    }

    Announcement farewell(long millis) {
        return announcement(millis, false, false, true, List.of());
    }

    private Announcement announcement(
            long millis, boolean begins, boolean ends, boolean farewell, List<Attendance> batch) {
        own.holder().vouch(millis);
        return new Announcement(own.holder().incarnation(), ++number, millis, begins, ends, farewell, batch);
    }

    private List<Attendance> batch() {
        List<Attendance> batch = new ArrayList<>();
        for (int bytes = 0; bytes < MESSAGE_BYTES; ) {
            Attendance next = own.nextUntold();
            if (next == null && snapshot != null && snapshot.hasNext()) {
                next = own.now(snapshot.next());
            }
            if (next == null) {
                break;
            }
            batch.add(next);
            bytes += bytes(next);
        }
        return batch;
    }

    private static int bytes(Attendance attendance) {
        return ATTENDANCE_BYTES
                + attendance.channel().length()
                + Utf8.length(attendance.user())
                + (attendance.meta() == null ? 0 : Utf8.length(attendance.meta()));
    }
}
