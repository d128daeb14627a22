package org.tidings.envelope;

import jakarta.json.stream.JsonParser.Event;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads one JSON text into an {@link Envelope}. What is wrong with a field is kept while the rest is read on, so that an
 * id behind it still reaches the error reply; what is wrong with the JSON ends the reading. Confined to one call.
 */
final class EnvelopeReader {

    /** A reply to {@code history} wraps events, each of which may be as deep as a message: payload, events, event. */
    private static final int REPLY_EXTRA_DEPTH = 3;

    private static final String HEADERS_WRONG = "headers are not an object of strings";

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

    /** Reads a line of a frame. */
    Decoded read(String line) {
        return walk(line) ? finished() : new Malformed(id, action, wrong);
    }

    /** Reads an element of a batch: a request to publish, which need not say that it is one. */
    Decoded readPublish(String object) {
        versionSeen = true;
        type = Envelope.Type.REQUEST;
        action = Action.PUBLISH;
        if (!walk(object)) {
            return new Malformed(null, Action.PUBLISH, wrong);
        }
        require(type == Envelope.Type.REQUEST && Action.PUBLISH.equals(action), "an element is no publish");
        return wrong == null ? envelope() : new Malformed(null, Action.PUBLISH, wrong);
    }

    /** Whether the text is JSON by the letter; what is wrong with its fields does not count yet. */
    private boolean walk(String line) {
        try (JsonWalk json = new JsonWalk(line, Envelope.MAX_DEPTH + REPLY_EXTRA_DEPTH)) {
            if (json.next() != Event.START_OBJECT) {
                wrong = "an envelope is a JSON object";
                return false;
            }
            fields(json);
            json.end();
            require(json.names() <= Envelope.MAX_NAMES || type != Envelope.Type.REQUEST, "objects hold too many names");
            require(json.deepest() <= Envelope.MAX_DEPTH || type == Envelope.Type.REPLY, JsonWalk.TOO_DEEP);
            return true;
        } catch (NotStrictJson e) {
            wrong = e.getMessage();
            return false;
        }
    }

    private Decoded finished() {
        require(versionSeen, "v is missing");
        require(type != null, "type is missing");
        require(action != null, "action is missing");
        return wrong == null ? envelope() : new Malformed(id, action, wrong);
    }

    private Envelope envelope() {
        return new Envelope(
                type, action, id, channel, payload, seq, prev, epoch, shard, messageId, from, at, headers, expiresAt,
                priority);
    }

    private void fields(JsonWalk json) throws NotStrictJson {
        int found = 0;
        while (json.next() == Event.KEY_NAME) {
            field(json, json.string());
            found++;
        }
        require(found <= Envelope.MAX_FIELDS, "an envelope has at most 64 fields");
    }

    private void field(JsonWalk json, String name) throws NotStrictJson {
        switch (name) {
            case "v" -> {
                versionSeen = true;
                integer(json, Envelope.VERSION, Envelope.VERSION, "v is not 1");
            }
            case "type" -> type(string(json, "type is not a string"));
            case "action" -> action = token(json, "action is not a string of 1 to 64 characters");
            case "id" -> id = token(json, "id is not a string of 1 to 64 characters");
            case "channel" -> channel = string(json, "channel is not a string");
            case "payload" -> payload = json.cut();
            case "seq" -> seq = integer(json, "seq is not an integer from 0");
            case "prev" -> prev = integer(json, "prev is not an integer from 0");
            case "epoch" -> epoch = token(json, "epoch is not a string of 1 to 64 characters");
            case "shard" -> shard = smallInteger(json, Integer.MAX_VALUE, "shard is not an integer from 0");
            case "messageId" -> messageId = token(json, "messageId is not a string of 1 to 64 characters");
            case "from" -> from = string(json, "from is not a string");
            case "at" -> at = integer(json, "at is not an integer from 0");
            case "headers" -> headers = headers(json);
            case "expiresAt" -> expiresAt = integer(json, "expiresAt is not an integer from 0");
            case "priority" -> priority = smallInteger(json, 9, "priority is not an integer from 0 to 9");
            default -> json.skip(json.next());
        }
    }

    private void type(String name) {
        if (name != null) {
            type = Envelope.Type.of(name);
            require(type != null, "type is not one of request, reply, error, event");
        }
    }

    private Map<String, String> headers(JsonWalk json) throws NotStrictJson {
        Event first = json.next();
        if (first != Event.START_OBJECT) {
            return refuse(json, first, HEADERS_WRONG);
        }
        Map<String, String> read = new LinkedHashMap<>();
        int bytes = 0;
        while (json.next() == Event.KEY_NAME) {
            String name = json.string();
            String value = string(json, HEADERS_WRONG);
            if (value != null) {
                bytes += utf8Length(name) + utf8Length(value);
                read.put(name, value);
            }
        }
        require(bytes <= Envelope.MAX_HEADERS_BYTES, "headers exceed 2048 bytes");
        require(read.size() <= Envelope.MAX_HEADERS, "more than 64 headers");
        return read;
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private String token(JsonWalk json, String otherwise) throws NotStrictJson {
        String text = string(json, otherwise);
        boolean fits = text != null && !text.isEmpty() && text.length() <= Envelope.MAX_ID_LENGTH;
        require(fits, otherwise);
        return fits ? text : null;
    }

    private String string(JsonWalk json, String otherwise) throws NotStrictJson {
        Event value = json.next();
        return value == Event.VALUE_STRING ? json.string() : refuse(json, value, otherwise);
    }

    private Integer smallInteger(JsonWalk json, int max, String otherwise) throws NotStrictJson {
        Long number = integer(json, 0, max, otherwise);
        return number == null ? null : Integer.valueOf(number.intValue());
    }

    private Long integer(JsonWalk json, String otherwise) throws NotStrictJson {
        return integer(json, 0, Long.MAX_VALUE, otherwise);
    }

    private Long integer(JsonWalk json, long min, long max, String otherwise) throws NotStrictJson {
        Event value = json.next();
        Long number = value == Event.VALUE_NUMBER ? Integers.read(json.string()) : null;
        return number != null && number >= min && number <= max ? number : refuse(json, value, otherwise);
    }

    /** Passes over a value that is wrong. */
    private <T> T refuse(JsonWalk json, Event value, String reason) throws NotStrictJson {
        json.skip(value);
        require(false, reason);
        return null;
    }

    private void require(boolean met, String reason) {
        if (!met && wrong == null) {
            wrong = reason;
        }
    }
}
