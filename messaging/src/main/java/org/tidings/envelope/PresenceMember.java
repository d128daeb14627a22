package org.tidings.envelope;

/**
 * One user on a channel, in the reply to {@code presence}. Not written by JSON-B, since what the user's token shows passes through
 * as it is.
 *
 * @param connections of the user on the channel, at all instances; 0 while the user is expected back
 * @param meta a JSON object's text; null for nothing
 * @param lastSeen when the user was last known to be there, milliseconds since 1970
 */
public record PresenceMember(String user, int connections, String meta, long lastSeen) {

    public String write() {
        StringBuilder json = new StringBuilder("{\"user\":");
        EnvelopeCodec.quote(json, user);
        json.append(",\"connections\":").append(connections);
        if (meta != null) {
            json.append(",\"meta\":").append(meta);
        }
        return json.append(",\"lastSeen\":").append(lastSeen).append('}').toString();
    }
}
