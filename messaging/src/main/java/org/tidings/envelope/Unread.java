package org.tidings.envelope;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.bind.adapter.JsonbAdapter;
import java.util.Map;
import java.util.TreeMap;

/** How many events of each of a user's inboxes were read on no device: an object with a number for each channel. */
public record Unread(Map<String, Long> byChannel) {

    public Unread {
        byChannel = Map.copyOf(byChannel);
    }

    /** By hand: Yasson cannot write a map whose keys have an adapter. */
    static final class AsObject implements JsonbAdapter<Unread, JsonValue> {

        /** Looked up once: {@code Json.createObjectBuilder} searches every jar of a server for it, here for every {@code hello}. */
        private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

        @Override
        public Unread adaptFromJson(JsonValue json) {
            if (json == null || json == JsonValue.NULL) {
                return null;
            }
            Demand.that(json instanceof JsonObject, "unread is not an object");
            Map<String, Long> read = new TreeMap<>();
            ((JsonObject) json).forEach((channel, count) -> {
                Long number = count instanceof JsonNumber ? Integers.read(count.toString()) : null;
                Demand.that(number != null, "a count is not an integer");
                read.put(channel, number);
            });
            return new Unread(read);
        }

        @Override
        public JsonValue adaptToJson(Unread unread) {
            JsonObjectBuilder json = JSON.createObjectBuilder();
            new TreeMap<>(unread.byChannel()).forEach(json::add);
            return json.build();
        }
    }
}
