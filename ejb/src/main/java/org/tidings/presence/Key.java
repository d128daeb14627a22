package org.tidings.presence;

import org.tidings.control.Attendance;

/** A user on a channel. */
record Key(String channel, String user) {

    static Key of(Attendance attendance) {
        return new Key(attendance.channel(), attendance.user());
    }
}
