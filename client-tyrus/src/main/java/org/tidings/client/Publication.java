package org.tidings.client;

import java.util.Map;
import java.util.Objects;

/**
 * A message to publish. Immutable.
 *
 * @param channel the channel's full name
 * @param payload the data as JSON text; line breaks between its tokens are sent as spaces, else nothing is changed
 * @param messageId de-duplicates: of two messages with the same id, channel and publisher one is stored. At most 64
 *     characters; null lets the client choose one
 * @param headers small application metadata, at most 2 KiB
 * @param expiresAt never delivered later than this, milliseconds since 1970; null for no deadline
 * @param priority 0 to 9 as in JMS; null for the default
 */
public record Publication(
        String channel,
        String payload,
        String messageId,
        Map<String, String> headers,
        Long expiresAt,
        Integer priority) {

    public Publication {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(payload, "payload");
        headers = headers == null ? Map.of() : Map.copyOf(headers);
    }

    /** A message with a payload alone. */
    public static Publication of(String channel, String payload) {
        return new Publication(channel, payload, null, Map.of(), null, null);
    }

    public Publication withMessageId(String id) {
        return new Publication(channel, payload, id, headers, expiresAt, priority);
    }

    public Publication withHeaders(Map<String, String> newHeaders) {
        return new Publication(channel, payload, messageId, newHeaders, expiresAt, priority);
    }

    public Publication withExpiresAt(long millisSince1970) {
        return new Publication(channel, payload, messageId, headers, millisSince1970, priority);
    }

    public Publication withPriority(int zeroToNine) {
        return new Publication(channel, payload, messageId, headers, expiresAt, zeroToNine);
    }
}
