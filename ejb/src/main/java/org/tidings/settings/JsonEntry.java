package org.tidings.settings;

import jakarta.json.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A value in the configuration file that knows where it stands, so that whoever cannot use it can say so. Immutable. */
public sealed interface JsonEntry {
    Place place();

    /** What it is, in the words of a person who reads JSON. */
    String kind();

    /** The same as JSON, on one line. */
    String toJson();

    /** An object; its members in the order of the file. */
    record Members(Place place, Map<String, Member> byName) implements JsonEntry {
        @Override
        public String kind() {
            return "an object";
        }

        @Override
        public String toJson() {
            return byName.entrySet().stream()
                    .map(each -> quoted(each.getKey()) + ":"
                            + each.getValue().value().toJson())
                    .collect(Collectors.joining(",", "{", "}"));
        }
    }

    /** An array. */
    record Elements(Place place, List<JsonEntry> values) implements JsonEntry {
        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public String toJson() {
            return values.stream().map(JsonEntry::toJson).collect(Collectors.joining(",", "[", "]"));
        }
    }

    record Text(Place place, String value) implements JsonEntry {
        @Override
        public String kind() {
            return "a text";
        }

        @Override
        public String toJson() {
            return quoted(value);
        }
    }

    /** A number, {@code true} or {@code false}, as it is written. */
    record Plain(Place place, String written) implements JsonEntry {
        @Override
        public String kind() {
            return written;
        }

        @Override
        public String toJson() {
            return written;
        }
    }

    /** {@code null}. */
    record Nothing(Place place) implements JsonEntry {
        @Override
        public String kind() {
            return "null";
        }

        @Override
        public String toJson() {
            return "null";
        }
    }

    /** A name's place, and its value. */
    record Member(Place name, JsonEntry value) {}

    private static String quoted(String text) {
        return Json.createValue(text).toString();
    }
}
