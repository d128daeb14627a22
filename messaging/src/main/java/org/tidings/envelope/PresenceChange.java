package org.tidings.envelope;

/**
 * Payload of the events {@code join} and {@code leave}. Not written by JSON-B, since what the user's token shows passes through as
 * it is.
 *
 * @param meta a JSON object's text; null for nothing
 * @param version of the channel's presence, with this change
 */
public record PresenceChange(String user, String meta, long version) {

    public String write() {
        StringBuilder json = new StringBuilder("{\"user\":");
        EnvelopeCodec.quote(json, user);
        if (meta != null) {
            json.append(",\"meta\":").append(meta);
        }
        return json.append(",\"version\":").append(version).append('}').toString();
    }
}
