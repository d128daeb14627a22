package org.tidings.control;

import java.util.Objects;

/**
 * What one instance says of a user on a channel: always the whole truth about the two, never a difference, so that it can be
 * said twice.
 *
 * @param connections of the user on the channel there; 0 while it waits for the user to come back; below 0: none, and none
 *     awaited
 * @param changedMillis when the newest connection came, or the last one went; milliseconds since 1970
 * @param meta what the user's token shows of the user, a JSON object; null for nothing
 */
public record Attendance(String channel, String user, int connections, long changedMillis, String meta) {

    private static final int GONE = -1;

    public Attendance {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(user, "user");
    }

    public static Attendance gone(String channel, String user) {
        return new Attendance(channel, user, GONE, 0, null);
    }

    public boolean isGone() {
        return connections < 0;
    }
}
