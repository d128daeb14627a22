package org.tidings.namespace;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.tidings.settings.JsonEntry;
import org.tidings.settings.Mistakes;

/** Finds the parts of a schema in the file, by JSON Pointer (RFC 6901). Confined to one thread. */
final class SchemaPlaces {
    private final JsonEntry schema;

    SchemaPlaces(JsonEntry schema) {
        this.schema = schema;
    }

    /** The part that a pointer leads to. */
    Optional<JsonEntry> at(String pointer) {
        JsonEntry here = schema;
        for (String step : pointer.isEmpty()
                ? List.<String>of()
                : List.of(pointer.substring(1).split("/", -1))) {
            String name = step.replace("~1", "/").replace("~0", "~");
            JsonEntry next = null;
            if (here instanceof JsonEntry.Members members && members.byName().containsKey(name)) {
                next = members.byName().get(name).value();
            } else if (here instanceof JsonEntry.Elements elements
                    && name.matches("\\d{1,9}")
                    && Integer.parseInt(name) < elements.values().size()) {
                next = elements.values().get(Integer.parseInt(name));
            }
            if (next == null) {
                return Optional.empty();
            }
            here = next;
        }
        return Optional.of(here);
    }

    /** Each reference must lead somewhere within the schema: nothing is fetched, and none would be found when it is needed. */
    void refuseStrayReferences(Mistakes mistakes) {
        Set<String> names = new HashSet<>();
        everyText(schema, (keyword, text) -> {
            if (keyword.equals("$id")) {
                names.add(text.value());
            } else if (keyword.equals("$anchor") || keyword.equals("$dynamicAnchor")) {
                names.add("#" + text.value());
            }
        });
        everyText(schema, (keyword, text) -> {
            if (keyword.equals("$ref") && !leadsWithin(text.value(), names)) {
                mistakes.add(text.place(), "a reference must lead to a part of this schema, for nothing is fetched");
            }
        });
    }

    private boolean leadsWithin(String reference, Set<String> names) {
        int fragment = reference.indexOf('#');
        String address = fragment < 0 ? reference : reference.substring(0, fragment);
        if (!address.isEmpty()) {
            return names.stream().anyMatch(id -> id.endsWith(address));
        }
        return reference.equals("#")
                || names.contains(reference)
                || reference.startsWith("#/") && at(reference.substring(1)).isPresent();
    }

    private static void everyText(JsonEntry entry, BiConsumer<String, JsonEntry.Text> seen) {
        if (entry instanceof JsonEntry.Members members) {
            for (Map.Entry<String, JsonEntry.Member> each : members.byName().entrySet()) {
                JsonEntry value = each.getValue().value();
                if (value instanceof JsonEntry.Text text) {
                    seen.accept(each.getKey(), text);
                } else {
                    everyText(value, seen);
                }
            }
        } else if (entry instanceof JsonEntry.Elements elements) {
            elements.values().forEach(value -> everyText(value, seen));
        }
    }
}
