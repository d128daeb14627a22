package org.tidings.envelope;

import jakarta.json.stream.JsonParser.Event;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads one JSON text into an {@link Envelope}. What is wrong with the JSON ends the reading; what is wrong with a field
 * does not. Confined to one call.
 */
final class EnvelopeReader {

    private final EnvelopeDraft draft = new EnvelopeDraft();

    /** Reads a line of a frame. */
    Decoded read(String line) {
        String wrong = walk(line);
        return wrong == null ? draft.finished() : draft.unreadable(wrong);
    }

    /** Reads an element of a batch: a request to publish, which need not say that it is one. */
    Decoded readPublish(String object) {
        draft.expectPublish();
        String wrong = walk(object);
        if (wrong == null) {
            draft.require(draft.isPublish(), "an element is no publish");
            if (draft.finished() instanceof Envelope envelope) {
                return envelope;
            }
        }
        return new Malformed(null, Action.PUBLISH, wrong == null ? draft.wrong() : wrong);
    }

    /** What is wrong with the text by the letter of JSON, or null; what is wrong with its fields does not count yet. */
    private String walk(String line) {
        try (JsonWalk json = new JsonWalk(line, Envelope.MAX_DEPTH + EnvelopeDraft.REPLY_EXTRA_DEPTH)) {
            if (json.next() != Event.START_OBJECT) {
                return "an envelope is a JSON object";
            }
            int fields = 0;
            while (json.next() == Event.KEY_NAME) {
                field(json, json.string());
                fields++;
            }
            json.end();
            draft.measured(fields, json.names(), json.deepest());
            return null;
        } catch (NotStrictJson e) {
            return e.getMessage();
        }
    }

    private void field(JsonWalk json, String name) throws NotStrictJson {
        switch (name) {
            case "v" -> draft.version(integer(json));
            case "type" -> type(string(json));
            case "action" -> draft.action(string(json));
            case "id" -> draft.id(string(json));
            case "channel" -> draft.channel(string(json));
            case "payload" -> draft.payload(json.cut());
            case "seq" -> draft.seq(integer(json));
            case "prev" -> draft.prev(integer(json));
            case "epoch" -> draft.epoch(string(json));
            case "shard" -> draft.shard(integer(json));
            case "messageId" -> draft.messageId(string(json));
            case "from" -> draft.from(string(json));
            case "at" -> draft.at(integer(json));
            case "headers" -> draft.headers(headers(json));
            case "expiresAt" -> draft.expiresAt(integer(json));
            case "priority" -> draft.priority(integer(json));
            default -> json.skip(json.next());
        }
    }

    private void type(String name) {
        if (name == null) {
            draft.type(null, "type is not a string");
        } else {
            draft.type(Envelope.Type.of(name), "type is not one of request, reply, error, event");
        }
    }

    /** Null where it is no object of strings. */
    private static Map<String, String> headers(JsonWalk json) throws NotStrictJson {
        Event first = json.next();
        if (first != Event.START_OBJECT) {
            json.skip(first);
            return null;
        }
        Map<String, String> read = new LinkedHashMap<>();
        boolean strings = true;
        while (json.next() == Event.KEY_NAME) {
            String name = json.string();
            String value = string(json);
            strings &= value != null;
            read.put(name, value);
        }
        return strings ? read : null;
    }

    /** The value of the name stepped to; null where it is no string. */
    private static String string(JsonWalk json) throws NotStrictJson {
        Event value = json.next();
        if (value == Event.VALUE_STRING) {
            return json.string();
        }
        json.skip(value);
        return null;
    }

    /** The value of the name stepped to; null where it is no integer. */
    private static Long integer(JsonWalk json) throws NotStrictJson {
        Event value = json.next();
        if (value == Event.VALUE_NUMBER) {
            return Integers.read(json.string());
        }
        json.skip(value);
        return null;
    }
}
