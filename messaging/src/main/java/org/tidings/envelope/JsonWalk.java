package org.tidings.envelope;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * A walk over one JSON text with the platform's streaming parser, which adds what parsers leave open: a name stands once
 * in its object, nesting is bounded, and text holds no half of a surrogate pair (RFC 7493 §2.1, §2.3). It also tells
 * where in the text it stands, so that a payload can be cut out as it is.
 *
 * <p>Time and memory are linear in the text and nothing recurses, whatever a peer sends. Confined to one call.
 */
final class JsonWalk implements AutoCloseable {

    /** The text stopped inside a value; in a frame, because a newline stood there. */
    static final String ENDS_EARLY =
            "the text ends inside a value; a newline separates envelopes, so write each on one line";

    static final String TOO_DEEP = "objects and arrays are nested too deeply";

    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

    /** Stands for an open array, which has no names. */
    private static final Set<String> ARRAY = Set.of();

    private final String text;
    private final TextReader reader;
    private final JsonParser parser;
    private final int maxDepth;

    /** Whether any string might hold half of a surrogate pair. Most texts hold no surrogate at all. */
    private final boolean surrogates;

    /** The names met so far in each object that is open, the innermost first. */
    private final Deque<Set<String>> open = new ArrayDeque<>(8);

    private int deepest;
    private int names;

    /** @param maxDepth most objects and arrays open at once */
    JsonWalk(String text, int maxDepth) {
        this.text = text;
        this.reader = new TextReader(text);
        this.parser = PARSERS.createParser(reader);
        this.maxDepth = maxDepth;
        this.surrogates = mayHoldSurrogates(text);
    }

    private static boolean mayHoldSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && text.regionMatches(true, i + 1, "ud", 0, 2) || Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }

    /** Steps to the next name, value or bracket. */
    Event next() throws NotStrictJson {
        Event event;
        try {
            event = parser.next();
        } catch (JsonException | NoSuchElementException e) {
            throw refusal();
        }
        switch (event) {
            case START_OBJECT -> open(new HashSet<>());
            case START_ARRAY -> open(ARRAY);
            case END_OBJECT, END_ARRAY -> open.pop();
            case KEY_NAME -> {
                refuseHalfPairs();
                names++;
                if (!open.element().add(parser.getString())) {
                    throw new NotStrictJson("a name stands twice in one object");
                }
            }
            case VALUE_STRING -> refuseHalfPairs();
            default -> {
                // Numbers, true, false and null hold nothing to look at.
            }
        }
        return event;
    }

    private void open(Set<String> names) throws NotStrictJson {
        open.push(names);
        deepest = Math.max(deepest, open.size());
        if (deepest > maxDepth) {
            throw new NotStrictJson(TOO_DEEP);
        }
    }

    private void refuseHalfPairs() throws NotStrictJson {
        if (!surrogates) {
            return;
        }
        String string = parser.getString();
        for (int i = 0; i < string.length(); i++) {
            if (Character.isSurrogate(string.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(string.codePointAt(i))) {
                    throw new NotStrictJson("a string holds half of a surrogate pair");
                }
                i++;
            }
        }
    }

    /** The name or string stepped to, or a number as it is written. */
    String string() {
        return parser.getString();
    }

    /** Steps to the end of the value whose first event was this one. */
    void skip(Event first) throws NotStrictJson {
        if (first == Event.START_OBJECT || first == Event.START_ARRAY) {
            int outside = open.size() - 1;
            while (open.size() > outside) {
                next();
            }
        }
    }

    /** Index in the text behind the name or value stepped to. */
    int offset() {
        return (int) parser.getLocation().getStreamOffset();
    }

    /** Steps over the value of the name stepped to, and gives its text as it is. */
    String cut() throws NotStrictJson {
        int start = offset();
        skip(next());
        // Parsson's offset is wrong behind a number that ends the text; no value ends the text of an object.
        if (reader.exhausted()) {
            throw new NotStrictJson(ENDS_EARLY);
        }
        while (text.charAt(start) == ':' || isBlank(text.charAt(start))) {
            start++;
        }
        return text.substring(start, offset());
    }

    /** Steps to the end of the object or array that this event opened, and gives its text as it is. */
    String cutFrom(Event bracket) throws NotStrictJson {
        int start = offset() - 1;
        skip(bracket);
        return text.substring(start, offset());
    }

    /** Makes sure that nothing but blanks follows. */
    void end() throws NotStrictJson {
        boolean more;
        try {
            more = parser.hasNext();
        } catch (JsonException e) {
            more = true;
        }
        if (more) {
            throw new NotStrictJson("something follows the value");
        }
    }

    /** Most objects and arrays that were open at once. */
    int deepest() {
        return deepest;
    }

    /** Names in all objects so far. */
    int names() {
        return names;
    }

    private NotStrictJson refusal() {
        if (text.startsWith("\uFEFF")) {
            return new NotStrictJson("the text starts with a byte order mark");
        }
        return new NotStrictJson(reader.exhausted() ? ENDS_EARLY : "the text is not JSON");
    }

    /** JSON's blanks alone, not Unicode's other spaces (RFC 8259 §2). */
    static boolean isBlank(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    /** The text without the blanks around it. */
    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (start < end && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** Gives the parser's buffer back. */
    @Override
    public void close() {
        parser.close();
    }
}
