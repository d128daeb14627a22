package org.tidings.envelope;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Walks over one JSON text (RFC 8259) and knows the exact place of every value in it, so that a payload can be cut out
 * without being read into anything. Stricter than the RFC where it leaves room, along I-JSON (RFC 7493): a name stands
 * once in its object, text holds no lone surrogate, nesting ends at {@link Envelope#MAX_DEPTH}.
 *
 * <p>Time and memory are linear in the text and nothing recurses, whatever a peer sends. Confined to one call.
 */
final class JsonScanner {

    static final String ENDS_EARLY =
            "the text ends inside a value; a newline separates envelopes, so write each on one line";

    private static final Set<String> ARRAY = Set.of();

    private final String text;
    private final int end;
    private int position;

    /** Whether the string or number scanned last has an escape, a fraction or an exponent. */
    private boolean plain;

    JsonScanner(String text, int from, int end) {
        this.text = text;
        this.position = from;
        this.end = end;
    }

    /** Index in the whole text of the character that comes next. */
    int position() {
        return position;
    }

    boolean atEnd() {
        return position == end;
    }

    /** The next character that is no blank, not consumed. */
    char peek() throws JsonSyntaxException {
        skipBlanks();
        if (position == end) {
            throw new JsonSyntaxException(ENDS_EARLY);
        }
        return text.charAt(position);
    }

    void skipBlanks() {
        while (position < end && isBlank(text.charAt(position))) {
            position++;
        }
    }

    /** JSON's blanks alone: neither a byte order mark nor Unicode's other spaces. */
    static boolean isBlank(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    void expect(char wanted) throws JsonSyntaxException {
        if (peek() != wanted) {
            throw new JsonSyntaxException(
                    switch (wanted) {
                        case ':' -> "a colon is missing after a name";
                        case '"' -> "a name in quotation marks is missing";
                        default -> "a comma or closing bracket is missing";
                    });
        }
        position++;
    }

    /** Consumes the character if it is the next one that is no blank. */
    boolean skipIf(char wanted) throws JsonSyntaxException {
        if (peek() != wanted) {
            return false;
        }
        position++;
        return true;
    }

    /**
     * Consumes a name and its colon.
     *
     * @param known the names of this object so far; grows
     */
    String name(Set<String> known) throws JsonSyntaxException {
        String name = string();
        if (!known.add(name)) {
            throw new JsonSyntaxException("a name stands twice in one object");
        }
        expect(':');
        return name;
    }

    /** Consumes a string and gives what it says. */
    String string() throws JsonSyntaxException {
        expect('"');
        int from = position;
        scanString();
        return plain ? text.substring(from, position - 1) : unescape(from, position - 1);
    }

    /** Consumes a number; null unless it is an integer, written without fraction and exponent, within a long. */
    Long integer() throws JsonSyntaxException {
        skipBlanks();
        int from = position;
        scanNumber();
        if (!plain) {
            return null;
        }
        try {
            return Long.parseLong(text, from, position, 10);
        } catch (NumberFormatException outOfRange) {
            return null;
        }
    }

    /**
     * Consumes any value, up to its last character.
     *
     * @param depth how many objects and arrays are open around it
     */
    void skipValue(int depth) throws JsonSyntaxException {
        Deque<Set<String>> open = new ArrayDeque<>(4);
        do {
            char first = peek();
            if (first == '{' || first == '[') {
                if (depth + open.size() == Envelope.MAX_DEPTH) {
                    throw new JsonSyntaxException("objects and arrays are nested too deeply");
                }
                position++;
                open.push(first == '{' ? new HashSet<>() : ARRAY);
                if (skipIf(first == '{' ? '}' : ']')) {
                    open.pop();
                } else {
                    nameIfInObject(open);
                    continue;
                }
            } else {
                skipScalar(first);
            }
            closeWhatEnds(open);
        } while (!open.isEmpty());
    }

    /** After a value: consumes closing brackets, then a comma and the next name, if anything is still open. */
    private void closeWhatEnds(Deque<Set<String>> open) throws JsonSyntaxException {
        while (!open.isEmpty()) {
            if (skipIf(',')) {
                nameIfInObject(open);
                return;
            }
            expect(open.pop() == ARRAY ? ']' : '}');
        }
    }

    private void nameIfInObject(Deque<Set<String>> open) throws JsonSyntaxException {
        if (open.peek() != ARRAY) {
            name(open.peek());
        }
    }

    private void skipScalar(char first) throws JsonSyntaxException {
        switch (first) {
            case '"' -> {
                position++;
                scanString();
            }
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> scanNumber();
            default -> throw new JsonSyntaxException("a value is missing or not JSON");
        }
    }

    private void word(String word) throws JsonSyntaxException {
        if (!text.startsWith(word, position) || position + word.length() > end) {
            throw new JsonSyntaxException("a value is missing or not JSON");
        }
        position += word.length();
    }

    /** RFC 8259 §6: no leading zero or plus, digits on both sides of a point. */
    private void scanNumber() throws JsonSyntaxException {
        plain = true;
        skipChar('-');
        if (!skipChar('0')) {
            digits();
        }
        if (skipChar('.')) {
            plain = false;
            digits();
        }
        if (skipChar('e') || skipChar('E')) {
            plain = false;
            if (!skipChar('+')) {
                skipChar('-');
            }
            digits();
        }
    }

    private boolean skipChar(char wanted) {
        boolean found = position < end && text.charAt(position) == wanted;
        if (found) {
            position++;
        }
        return found;
    }

    private void digits() throws JsonSyntaxException {
        int from = position;
        while (position < end && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
            position++;
        }
        if (position == from) {
            throw new JsonSyntaxException("a number is not written as JSON wants it");
        }
    }

    /** From behind the opening quotation mark to behind the closing one. */
    private void scanString() throws JsonSyntaxException {
        plain = true;
        boolean high = false;
        while (position < end) {
            char c = text.charAt(position++);
            if (c == '"') {
                if (high) {
                    throw loneSurrogate();
                }
                return;
            }
            if (c < ' ') {
                throw new JsonSyntaxException("a string holds a control character that is not escaped");
            }
            if (c == '\\') {
                plain = false;
                c = scanEscape();
            }
            if (high != Character.isLowSurrogate(c)) {
                throw loneSurrogate();
            }
            high = Character.isHighSurrogate(c);
        }
        throw new JsonSyntaxException(ENDS_EARLY);
    }

    /** RFC 7493 §2.1. Such text cannot be written as UTF-8, so it could not reach every subscriber unchanged. */
    private static JsonSyntaxException loneSurrogate() {
        return new JsonSyntaxException("a string holds half of a surrogate pair");
    }

    /** From behind the backslash to behind the escape; gives the character meant. */
    private char scanEscape() throws JsonSyntaxException {
        if (position == end) {
            throw new JsonSyntaxException(ENDS_EARLY);
        }
        return switch (text.charAt(position++)) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '/' -> '/';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> scanHex();
            default -> throw new JsonSyntaxException("a string holds an escape that JSON does not know");
        };
    }

    private char scanHex() throws JsonSyntaxException {
        if (end - position < 4) {
            throw new JsonSyntaxException(ENDS_EARLY);
        }
        int value = 0;
        for (int last = position + 4; position < last; position++) {
            char c = text.charAt(position);
            // Character.digit alone would take other scripts' digits too.
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw new JsonSyntaxException("a string holds an escape that JSON does not know");
            }
            value = value << 4 | digit;
        }
        return (char) value;
    }

    /** Of text that {@link #scanString} has passed; leaves the position where it is. */
    private String unescape(int from, int to) throws JsonSyntaxException {
        int after = position;
        StringBuilder plainText = new StringBuilder(to - from);
        position = from;
        while (position < to) {
            char c = text.charAt(position++);
            plainText.append(c == '\\' ? scanEscape() : c);
        }
        position = after;
        return plainText.toString();
    }
}
