package org.tidings.envelope;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The fields of an envelope as they are read, in whatever form they came: the rules for them stand here alone. What is
 * wrong with a field is kept while the rest is read on, so that an id behind it still reaches the error reply. A field
 * is given null where its value is of another kind. Confined to one call.
 */
final class EnvelopeDraft {

    /** A reply to {@code history} wraps events, each of which may be as deep as a message: payload, events, event. */
    static final int REPLY_EXTRA_DEPTH = 3;

    /** What is wrong with the first wrong field, or null. */
    private String wrong;

    private boolean versionSeen;
    private Envelope.Type type;
    private String action;
    private String id;
    private String channel;
    private String payload;
    private Long seq;
    private Long prev;
    private String epoch;
    private Integer shard;
    private String messageId;
    private String from;
    private Long at;
    private Map<String, String> headers;
    private Long expiresAt;
    private Integer priority;

    void version(Long value) {
        versionSeen = true;
        require(value != null && value == Envelope.VERSION, "v is not 1");
    }

    /** @param otherwise what is wrong where it is null */
    void type(Envelope.Type value, String otherwise) {
        type = value;
        require(value != null, otherwise);
    }

    void action(String value) {
        action = token(value, "action is not a string of 1 to 64 characters");
    }

    void id(String value) {
        id = token(value, "id is not a string of 1 to 64 characters");
    }

    void channel(String value) {
        channel = value;
        require(value != null, "channel is not a string");
    }

    /** @param json strict JSON */
    void payload(String json) {
        payload = json;
    }

    void seq(Long value) {
        seq = integer(value, "seq is not an integer from 0");
    }

    void prev(Long value) {
        prev = integer(value, "prev is not an integer from 0");
    }

    void epoch(String value) {
        epoch = token(value, "epoch is not a string of 1 to 64 characters");
    }

    void shard(Long value) {
        shard = smallInteger(value, Integer.MAX_VALUE, "shard is not an integer from 0");
    }

    void messageId(String value) {
        messageId = token(value, "messageId is not a string of 1 to 64 characters");
    }

    void from(String value) {
        from = value;
        require(value != null, "from is not a string");
    }

    void at(Long value) {
        at = integer(value, "at is not an integer from 0");
    }

    /** @param read null also where one of them is no string */
    void headers(Map<String, String> read) {
        require(read != null, "headers are not an object of strings");
        if (read != null) {
            int bytes = 0;
            for (Map.Entry<String, String> header : read.entrySet()) {
                bytes += utf8Length(header.getKey()) + utf8Length(header.getValue());
            }
            require(bytes <= Envelope.MAX_HEADERS_BYTES, "headers exceed 2048 bytes");
            require(read.size() <= Envelope.MAX_HEADERS, "more than 64 headers");
            headers = read;
        }
    }

    void expiresAt(Long value) {
        expiresAt = integer(value, "expiresAt is not an integer from 0");
    }

    void priority(Long value) {
        priority = smallInteger(value, 9, "priority is not an integer from 0 to 9");
    }

    /** All of it was read. @param fields of the envelope itself */
    void measured(int fields, int names, int deepest) {
        require(fields <= Envelope.MAX_FIELDS, "an envelope has at most 64 fields");
        require(names <= Envelope.MAX_NAMES || type != Envelope.Type.REQUEST, "objects hold too many names");
        require(deepest <= Envelope.MAX_DEPTH || type == Envelope.Type.REPLY, JsonWalk.TOO_DEEP);
    }

    /** What is wrong with the first wrong field, or null. */
    String wrong() {
        return wrong;
    }

    void require(boolean met, String otherwise) {
        if (!met && wrong == null) {
            wrong = otherwise;
        }
    }

    /** A request to publish, if its fields say nothing else. */
    void expectPublish() {
        versionSeen = true;
        type = Envelope.Type.REQUEST;
        action = Action.PUBLISH;
    }

    boolean isPublish() {
        return type == Envelope.Type.REQUEST && Action.PUBLISH.equals(action);
    }

    /** It could not be read to its end: what was wrong with its fields does not count. */
    Malformed unreadable(String because) {
        return new Malformed(id, action, because);
    }

    Decoded finished() {
        require(versionSeen, "v is missing");
        require(type != null, "type is missing");
        require(action != null, "action is missing");
        return wrong == null
                ? new Envelope(
                        type, action, id, channel, payload, seq, prev, epoch, shard, messageId, from, at, headers,
                        expiresAt, priority)
                : new Malformed(id, action, wrong);
    }

    private String token(String text, String otherwise) {
        boolean fits = text != null && !text.isEmpty() && text.length() <= Envelope.MAX_ID_LENGTH;
        require(fits, otherwise);
        return fits ? text : null;
    }

    private Long integer(Long number, String otherwise) {
        boolean fits = number != null && number >= 0;
        require(fits, otherwise);
        return fits ? number : null;
    }

    private Integer smallInteger(Long number, int max, String otherwise) {
        boolean fits = number != null && number >= 0 && number <= max;
        require(fits, otherwise);
        return fits ? Integer.valueOf(number.intValue()) : null;
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
