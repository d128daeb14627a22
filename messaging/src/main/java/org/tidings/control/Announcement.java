package org.tidings.control;

import java.util.List;

/**
 * An instance's word about its own members. Without any it says that the instance lives and that nothing has changed.
 *
 * @param incarnation of the instance: another one after each start
 * @param number counts the incarnation's announcements, without a hole: whoever sees one has missed something
 * @param atMillis when it was made, by the instance's clock, in milliseconds since 1970
 * @param begins from here on the instance tells all its members once, in as many announcements as that takes
 * @param ends with this one it has told them all
 * @param farewell it is the last: the instance ends
 */
public record Announcement(
        long incarnation,
        long number,
        long atMillis,
        boolean begins,
        boolean ends,
        boolean farewell,
        List<Attendance> attendances)
        implements PresenceMessage {

    public Announcement {
        attendances = List.copyOf(attendances);
    }
}
