package org.tidings.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a member's text out of a JSON object without interpreting it, to compare payloads byte for byte. Expects valid
 * JSON, which the caller has parsed before.
 */
final class RawJson {

    private final String text;
    private int at;

    private RawJson(String text) {
        this.text = text;
    }

    /** The text of the outermost object's member, from its value's first character to its last. */
    static Optional<String> member(String object, String name) {
        return new RawJson(object).find(name);
    }

    /** The text of each of an array's elements. */
    static List<String> elements(String array) {
        RawJson json = new RawJson(array);
        List<String> elements = new ArrayList<>();
        json.skipSpace();
        json.at++;
        for (json.skipSpace(); array.charAt(json.at) != ']'; json.skipSpace()) {
            if (array.charAt(json.at) == ',') {
                json.at++;
                json.skipSpace();
            }
            elements.add(json.value());
        }
        return elements;
    }

    private Optional<String> find(String name) {
        skipSpace();
        at++;
        for (skipSpace(); text.charAt(at) != '}'; skipSpace()) {
            if (text.charAt(at) == ',') {
                at++;
                skipSpace();
            }
            String key = value();
            skipSpace();
            at++;
            skipSpace();
            String value = value();
            if (key.equals('"' + name + '"')) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private String value() {
        int start = at;
        int depth = 0;
        do {
            char c = text.charAt(at);
            if (c == '"') {
                skipString();
            } else {
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                at++;
            }
        } while (depth > 0 || !endsAt(start));
        return text.substring(start, at);
    }

    /** Whether a value that began at {@code start}, outside of any bracket, is complete. */
    private boolean endsAt(int start) {
        char first = text.charAt(start);
        return first == '"' || first == '{' || first == '[' || ",}] \t\r\n".indexOf(text.charAt(at)) >= 0;
    }

    private void skipString() {
        for (at++; text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\') {
                at++;
            }
        }
        at++;
    }

    private void skipSpace() {
        while (" \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
