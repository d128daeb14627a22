package org.tidings.settings;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** Reads JSON into entries that know their place. Parsers tell where a value ends; this remembers where it began. */
final class JsonText {
    private static final int MAX_DEPTH = 64;

    private final String text;
    private final JsonParser parser;
    private final Mistakes mistakes;
    /** Where the last event began, and the line that this is in. */
    private int start;

    private int line = 1;
    private int lineStart;
    /** How many objects and lists are open. */
    private int depth;

    private JsonText(String text, JsonParser parser, Mistakes mistakes) {
        this.text = text;
        this.parser = parser;
        this.mistakes = mistakes;
    }

    /** The outermost object; an empty one, and a mistake, where the text is something else. */
    static JsonEntry.Members read(String text, Mistakes mistakes) {
        try (JsonParser parser = Json.createParser(new StringReader(text))) {
            JsonText json = new JsonText(text, parser, mistakes);
            JsonEntry outermost = json.value("", json.next());
            if (parser.hasNext()) {
                json.next();
                mistakes.add(json.place(""), "something follows the JSON object");
            }
            if (outermost instanceof JsonEntry.Members members) {
                return members;
            }
            mistakes.add(outermost.place(), "a JSON object is expected, not " + outermost.kind());
        } catch (JsonParsingException malformed) {
            mistakes.add(within(text, malformed.getLocation()), "not valid JSON" + withoutLocation(malformed));
        } catch (JsonException | NoSuchElementException malformed) {
            mistakes.add(new Place(1, 1, ""), "not valid JSON" + withoutLocation(malformed));
        }
        return new JsonEntry.Members(new Place(1, 1, ""), Map.of());
    }

    /** Where a text ends too early, Parsson names a place behind it. */
    private static Place within(String text, JsonLocation told) {
        String[] lines = text.split("\n", -1);
        int line = (int) Math.max(1, Math.min(told.getLineNumber(), lines.length));
        int column = (int) Math.max(1, Math.min(told.getColumnNumber(), lines[line - 1].length() + 1));
        return new Place(line, column, "");
    }

    private JsonParser.Event next() {
        int from = (int)
                Math.max(start, Math.min(text.length(), parser.getLocation().getStreamOffset()));
        JsonParser.Event event = parser.next();
        while (from < text.length() && " \t\r\n:,".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        for (int i = start; i < from; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        start = from;
        return event;
    }

    private Place place(String path) {
        return new Place(line, start - lineStart + 1, path);
    }

    private JsonEntry value(String path, JsonParser.Event event) {
        Place place = place(path);
        if (depth > MAX_DEPTH) {
            // Parsers stop somewhere too, each with an exception of its own choice.
            throw new JsonParsingException("objects and lists are nested too deeply", parser.getLocation());
        }
        depth++;
        JsonEntry value = valueAt(place, event);
        depth--;
        return value;
    }

    private JsonEntry valueAt(Place place, JsonParser.Event event) {
        return switch (event) {
            case START_OBJECT -> members(place);
            case START_ARRAY -> elements(place);
            case VALUE_STRING -> new JsonEntry.Text(place, parser.getString());
            case VALUE_NUMBER -> new JsonEntry.Plain(place, parser.getString());
            case VALUE_TRUE -> new JsonEntry.Plain(place, "true");
            case VALUE_FALSE -> new JsonEntry.Plain(place, "false");
            default -> new JsonEntry.Nothing(place);
        };
    }

    private JsonEntry members(Place place) {
        Map<String, JsonEntry.Member> byName = new LinkedHashMap<>();
        while (next() == JsonParser.Event.KEY_NAME) {
            String name = parser.getString();
            String path = place.path().isEmpty() ? name : place.path() + "." + name;
            Place named = place(path);
            if (byName.put(name, new JsonEntry.Member(named, value(path, next()))) != null) {
                // One of the two would silently not hold.
                mistakes.add(named, "stands here for the second time");
            }
        }
        return new JsonEntry.Members(place, byName);
    }

    private JsonEntry elements(Place place) {
        List<JsonEntry> values = new ArrayList<>();
        for (JsonParser.Event event = next(); event != JsonParser.Event.END_ARRAY; event = next()) {
            values.add(value(place.path() + "[" + values.size() + "]", event));
        }
        return new JsonEntry.Elements(place, values);
    }

    private static String withoutLocation(RuntimeException malformed) {
        String message = String.valueOf(malformed.getMessage());
        return ": "
                + message.replaceAll("\\s+at \\(line no=\\d+, column no=\\d+, offset=-?\\d+\\)", "")
                        .replaceAll("\\s+", " ");
    }
}
