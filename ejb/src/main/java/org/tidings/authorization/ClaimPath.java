package org.tidings.authorization;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tidings.authentication.Caller;

/**
 * A claim of the token by its name, or by the names on the way to it with dots between, as in {@code realm_access.roles}. A
 * claim whose own name has these dots comes first. Immutable.
 */
record ClaimPath(String name) {
    /** Its texts, numbers and truth values, one or those of a list; empty where it is absent or something else. */
    Collection<String> values(Caller caller) {
        return texts(find(caller));
    }

    private Object find(Caller caller) {
        Object own = caller.getClaim(name);
        int dot = name.indexOf('.');
        if (own != null || dot < 0) {
            return own;
        }
        Object outer = caller.getClaim(name.substring(0, dot));
        return outer instanceof JsonObject object ? within(object, name.substring(dot + 1)) : null;
    }

    private static JsonValue within(JsonObject object, String path) {
        JsonValue own = object.get(path);
        int dot = path.indexOf('.');
        if (own != null || dot < 0) {
            return own;
        }
        return object.get(path.substring(0, dot)) instanceof JsonObject inner
                ? within(inner, path.substring(dot + 1))
                : null;
    }

    /** Some claims have the Java types that MicroProfile JWT gives them. */
    private static Collection<String> texts(Object claim) {
        if (claim instanceof JsonArray array) {
            return array.stream().flatMap(element -> scalar(element).stream()).toList();
        }
        if (claim instanceof Set<?> set) {
            return set.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet());
        }
        return scalar(claim);
    }

    private static List<String> scalar(Object value) {
        if (value instanceof JsonString text) {
            return List.of(text.getString());
        }
        if (value instanceof JsonNumber || value instanceof Long || value instanceof String) {
            return List.of(value.toString());
        }
        return value == JsonValue.TRUE || value == JsonValue.FALSE ? List.of(value.toString()) : List.of();
    }
}
