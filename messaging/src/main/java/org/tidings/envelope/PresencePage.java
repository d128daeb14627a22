package org.tidings.envelope;

import java.util.List;

/**
 * Payload of the reply to {@code presence}.
 *
 * @param count of all members
 * @param version of the channel's presence: grows with each change
 * @param members some of them, as {@link PresenceMember#write} wrote them; in the order of their names
 * @param next the last of these names, where there are more behind it; null where not
 */
public record PresencePage(int count, long version, List<String> members, String next) {

    public PresencePage {
        members = List.copyOf(members);
    }

    /** With its members. */
    public String write() {
        StringBuilder json = counts().append(",\"members\":[")
                .append(String.join(",", members))
                .append("],\"more\":")
                .append(next != null);
        if (next != null) {
            json.append(",\"next\":");
            EnvelopeCodec.quote(json, next);
        }
        return json.append('}').toString();
    }

    /** Without its members. */
    public String writeCount() {
        return counts().append('}').toString();
    }

    private StringBuilder counts() {
        return new StringBuilder("{\"count\":")
                .append(count)
                .append(",\"version\":")
                .append(version);
    }
}
