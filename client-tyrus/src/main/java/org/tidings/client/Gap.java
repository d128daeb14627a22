package org.tidings.client;

/**
 * Events of a channel that this subscriber will not get.
 *
 * @param channel the channel's full name
 * @param epoch the log's incarnation from here on; null where the server did not say
 * @param after the last sequence number seen before the gap; null where unknown
 * @param before the first sequence number that may be seen again; null where unknown
 * @param reason {@code slow}, {@code expired}, {@code dropped}, {@code epoch}, or {@link #UNANNOUNCED}
 * @param count how many events are missing; null where unknown
 * @param atMost how many it can be, where an ephemeral channel shares a loss with others; null otherwise
 */
public record Gap(String channel, String epoch, Long after, Long before, String reason, Long count, Long atMost) {

    /** The reason of a gap that no server announced, but that an event's {@code prev} proved. */
    public static final String UNANNOUNCED = "unannounced";

    /** One that no other channel shares. */
    public Gap(String channel, String epoch, Long after, Long before, String reason, Long count) {
        this(channel, epoch, after, before, reason, count, null);
    }
}
