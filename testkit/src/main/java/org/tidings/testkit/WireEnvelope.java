package org.tidings.testkit;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/**
 * An envelope as it came off the wire. Reading a field that it does not have fails and shows the whole envelope.
 *
 * @param text every character as received
 * @param json the same, parsed
 * @param arrivedNanos {@link System#nanoTime} when its frame had been read
 */
public record WireEnvelope(String text, JsonObject json, long arrivedNanos) {

    /** Looked up once: {@code Json} searches all jars for it at each call, which was a third of what a verification used. */
    static final JsonProvider JSON = JsonProvider.provider();

    /** An envelope that came by another way than a socket, such as a command's output. */
    public static WireEnvelope parse(String text) {
        return parse(text, System.nanoTime());
    }

    static WireEnvelope parse(String text, long arrivedNanos) {
        try (JsonReader reader = JSON.createReader(new StringReader(text))) {
            return new WireEnvelope(text, reader.readObject(), arrivedNanos);
        }
    }

    public String type() {
        return string("type");
    }

    public String action() {
        return string("action");
    }

    public String id() {
        return string("id");
    }

    public String channel() {
        return string("channel");
    }

    public String epoch() {
        return string("epoch");
    }

    public long seq() {
        return number("seq");
    }

    public long prev() {
        return number("prev");
    }

    public int shard() {
        return (int) number("shard");
    }

    public String messageId() {
        return string("messageId");
    }

    public String from() {
        return string("from");
    }

    public long at() {
        return number("at");
    }

    public boolean has(String field) {
        return json.containsKey(field);
    }

    public boolean isEvent(String action) {
        return type().equals("event") && action().equals(action);
    }

    /** The payload, where it is an object. */
    public JsonObject payload() {
        require("payload");
        return json.getJsonObject("payload");
    }

    /** The payload's characters as they came, spaces, digits and escapes included. */
    public String payloadText() {
        return RawJson.member(text, "payload").orElseThrow(() -> new AssertionError("no payload in " + text));
    }

    /** An error's code. */
    public String errorCode() {
        return payload().getString("code");
    }

    /** A history reply's events, as envelopes of their own. */
    public List<WireEnvelope> events() {
        JsonArray events = payload().getJsonArray("events");
        List<WireEnvelope> envelopes = new ArrayList<>();
        List<String> texts =
                RawJson.elements(RawJson.member(payloadText(), "events").orElseThrow());
        for (int i = 0; i < events.size(); i++) {
            envelopes.add(new WireEnvelope(texts.get(i), events.getJsonObject(i), arrivedNanos));
        }
        return envelopes;
    }

    private String string(String field) {
        require(field);
        return json.getString(field);
    }

    private long number(String field) {
        require(field);
        return json.getJsonNumber(field).longValueExact();
    }

    private void require(String field) {
        if (!has(field)) {
            throw new AssertionError("no " + field + " in " + text);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
