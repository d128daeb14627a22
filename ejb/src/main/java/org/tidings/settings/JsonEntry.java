package org.tidings.settings;

import java.util.List;
import java.util.Map;

/** A value in the configuration file that knows where it stands, so that whoever cannot use it can say so. Immutable. */
public sealed interface JsonEntry {
    Place place();

    /** What it is, in the words of a person who reads JSON. */
    String kind();

    /** An object; its members in the order of the file. */
    record Members(Place place, Map<String, Member> byName) implements JsonEntry {
        @Override
        public String kind() {
            return "an object";
        }
    }

    /** An array. */
    record Elements(Place place, List<JsonEntry> values) implements JsonEntry {
        @Override
        public String kind() {
            return "a list";
        }
    }

    record Text(Place place, String value) implements JsonEntry {
        @Override
        public String kind() {
            return "a text";
        }
    }

    /** A number, {@code true} or {@code false}, as it is written. */
    record Plain(Place place, String written) implements JsonEntry {
        @Override
        public String kind() {
            return written;
        }
    }

    /** {@code null}. */
    record Nothing(Place place) implements JsonEntry {
        @Override
        public String kind() {
            return "null";
        }
    }

    /** A name's place, and its value. */
    record Member(Place name, JsonEntry value) {}
}
