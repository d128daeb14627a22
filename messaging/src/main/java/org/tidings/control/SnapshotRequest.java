package org.tidings.control;

/**
 * Asks an instance to tell all its members.
 *
 * @param from the incarnation that asks
 * @param whom the incarnation that is asked, or {@link #EVERYONE}
 */
public record SnapshotRequest(long from, long whom) implements PresenceMessage {

    /** No incarnation has this number. */
    public static final long EVERYONE = 0;
}
