package org.tidings.envelope;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.bind.adapter.JsonbAdapter;
import jakarta.json.spi.JsonProvider;

/**
 * Makes JSON-B take a JSON value for what it is; null counts as absent. Left alone, Yasson reads {@code "5"} and
 * {@code 4294967297.5} as the integers 5 and 1, and {@code 1} as false: a client's mistake would turn into a wrong answer.
 * Adapters and not deserializers, since where the parser stands in a deserializer differs from one JSON-B to the next.
 */
final class StrictScalars {

    /** Looked up once: {@code Json.createValue} does so for each value, which on a server searches every jar. */
    private static final JsonProvider JSON = JsonProvider.provider();

    private StrictScalars() {}

    static JsonbAdapter<?, ?>[] all() {
        return new JsonbAdapter<?, ?>[] {
            new OfLong(), new OfInteger(), new OfBoolean(), new OfString(), new Unread.AsObject()
        };
    }

    private static boolean isAbsent(JsonValue json) {
        return json == null || json == JsonValue.NULL;
    }

    static final class OfLong implements JsonbAdapter<Long, JsonValue> {

        @Override
        public Long adaptFromJson(JsonValue json) {
            if (isAbsent(json)) {
                return null;
            }
            Long number = json instanceof JsonNumber written ? Integers.read(written.toString()) : null;
            Demand.that(number != null, "a number is not an integer of 64 bits");
            return number;
        }

        @Override
        public JsonValue adaptToJson(Long number) {
            return JSON.createValue(number);
        }
    }

    static final class OfInteger implements JsonbAdapter<Integer, JsonValue> {

        private final OfLong wide = new OfLong();

        @Override
        public Integer adaptFromJson(JsonValue json) {
            Long number = wide.adaptFromJson(json);
            Demand.that(number == null || number == number.intValue(), "a number is not an integer of 32 bits");
            return number == null ? null : Integer.valueOf(number.intValue());
        }

        @Override
        public JsonValue adaptToJson(Integer number) {
            return JSON.createValue(number);
        }
    }

    static final class OfBoolean implements JsonbAdapter<Boolean, JsonValue> {

        @Override
        public Boolean adaptFromJson(JsonValue json) {
            if (isAbsent(json)) {
                return null;
            }
            boolean on = json.getValueType() == JsonValue.ValueType.TRUE;
            Demand.that(on || json.getValueType() == JsonValue.ValueType.FALSE, "a switch is neither true nor false");
            return on;
        }

        @Override
        public JsonValue adaptToJson(Boolean on) {
            return on ? JsonValue.TRUE : JsonValue.FALSE;
        }
    }

    static final class OfString implements JsonbAdapter<String, JsonValue> {

        @Override
        public String adaptFromJson(JsonValue json) {
            if (isAbsent(json)) {
                return null;
            }
            Demand.that(json instanceof JsonString, "a text is not a string");
            return ((JsonString) json).getString();
        }

        @Override
        public JsonValue adaptToJson(String text) {
            return JSON.createValue(text);
        }
    }
}
