package org.tidings.fanout;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;

/** An envelope as a client sees it, with fields that this server's own reader passes over. */
record ReceivedEnvelope(JsonObject json) {

    static ReceivedEnvelope of(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return new ReceivedEnvelope(reader.readObject());
        }
    }

    String action() {
        return json.getString("action");
    }

    String channel() {
        return json.getString("channel");
    }

    int shard() {
        return holder("shard").getInt("shard");
    }

    long seq() {
        return holder("seq").getJsonNumber("seq").longValue();
    }

    long after() {
        return holder("after").getJsonNumber("after").longValue();
    }

    long before() {
        return holder("before").getJsonNumber("before").longValue();
    }

    /** What came before the message: in its channel, or by its pattern. */
    long before(boolean byPattern) {
        return json.getJsonNumber(byPattern ? "patternPrev" : "prev").longValue();
    }

    private JsonObject holder(String name) {
        return json.containsKey(name) ? json : json.getJsonObject("payload");
    }
}
