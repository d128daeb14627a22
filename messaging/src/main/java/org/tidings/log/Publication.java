package org.tidings.log;

import java.util.Map;
import java.util.Objects;

/**
 * A message on its way to the log.
 *
 * @param channel the channel's full name
 * @param from the publisher's subject
 * @param messageId de-duplication id, unique for this channel and publisher within the window; null to have one made
 * @param payload JSON text, passed through byte for byte
 * @param headers small application metadata
 * @param expiresAt deadline in milliseconds since 1970, 0 for none
 * @param priority 0 to 9 as in JMS; a field of the record alone, never a broker priority
 */
public record Publication(
        String channel,
        String from,
        String messageId,
        String payload,
        Map<String, String> headers,
        long expiresAt,
        int priority) {

    public static final int DEFAULT_PRIORITY = 4;

    public Publication {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(payload, "payload");
        headers = Map.copyOf(headers);
    }

    Publication withMessageId(String id) {
        return new Publication(channel, from, id, payload, headers, expiresAt, priority);
    }
}
