package org.tidings.settings;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Flattens a JSON object to keys with dots: {@code {"log":{"ring-size":9}}} is {@code log.ring-size}; a leading {@code tidings.} is dropped. Arrays of plain
 * values are joined by commas; null means "not set". A key that occurs twice, in whatever spelling, is refused: one of
 * the two would silently not hold.
 */
final class SettingsFile {
    private final String name;
    private final JsonParser parser;
    private final Map<String, String> entries = new HashMap<>();

    private SettingsFile(String name, JsonParser parser) {
        this.name = name;
        this.parser = parser;
    }

    static Map<String, String> read(Path path) {
        try (Reader reader = Files.newBufferedReader(path)) {
            return parse(path.toString(), reader);
        } catch (IOException unreadable) {
            throw new InvalidSetting(Settings.FILE_KEY + " names " + path + ", which cannot be read: " + unreadable);
        }
    }

    static Map<String, String> parse(String name, String json) {
        return parse(name, new StringReader(json));
    }

    private static Map<String, String> parse(String name, Reader reader) {
        try (JsonParser parser = Json.createParser(reader)) {
            SettingsFile file = new SettingsFile(name, parser);
            if (parser.next() != JsonParser.Event.START_OBJECT) {
                throw file.invalid("a JSON object is expected");
            }
            file.object("");
            if (parser.hasNext()) {
                parser.next();
                throw file.invalid("text follows the JSON object");
            }
            return Map.copyOf(file.entries);
        } catch (JsonException malformed) {
            throw new InvalidSetting(name + " is not valid JSON: " + malformed.getMessage());
        }
    }

    private void object(String prefix) {
        while (parser.next() == JsonParser.Event.KEY_NAME) {
            String key = prefix + parser.getString();
            switch (parser.next()) {
                case START_OBJECT -> object(key + ".");
                case START_ARRAY -> put(key, array(key));
                case VALUE_NULL -> {}
                default -> put(key, scalar());
            }
        }
    }

    private String array(String key) {
        List<String> elements = new ArrayList<>();
        while (true) {
            switch (parser.next()) {
                case END_ARRAY -> {
                    return String.join(",", elements);
                }
                case START_OBJECT, START_ARRAY, VALUE_NULL ->
                    throw invalid(key + ": only texts, numbers, true and false may stand in a list");
                default -> {
                    String element = scalar();
                    if (element.contains(",")) {
                        throw invalid(key + ": an element of a list may not hold a comma");
                    }
                    elements.add(element);
                }
            }
        }
    }

    /** The text of the plain value on which the parser stands. */
    private String scalar() {
        return switch (parser.currentEvent()) {
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            default -> parser.getString();
        };
    }

    private void put(String key, String value) {
        if (entries.put(Settings.withoutPrefix(key), value) != null) {
            throw invalid(key + " is set twice");
        }
    }

    private InvalidSetting invalid(String reason) {
        return new InvalidSetting(name + ", line " + parser.getLocation().getLineNumber() + ": " + reason);
    }
}
