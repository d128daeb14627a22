package org.tidings.namespace;

/**
 * What is remembered of how far a user has read.
 *
 * @param devices so many of a user's devices have a mark of their own; beyond, that of the one silent longest is forgotten
 * @param markSeconds so long a mark that does not move is kept
 */
public record InboxOptions(int devices, long markSeconds) {
    public static final InboxOptions STANDARD = new InboxOptions(16, 90L * 24 * 3_600);
}
