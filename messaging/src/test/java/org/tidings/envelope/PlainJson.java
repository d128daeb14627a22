package org.tidings.envelope;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The grammar of RFC 8259, word for word and nothing else, to compare a real parser with: an object is a {@link Map}, an
 * array a {@link List}, a number its text in {@link Number}. Recursive, so for small texts only.
 */
final class PlainJson {

    /** Stands for {@code null}, which maps and lists of the test's assertions do not tell from nothing. */
    static final Object NULL = new Object();

    /** A number as it is written. */
    record Number(String written) {}

    private final String text;
    private int at;

    private PlainJson(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException where the text is not one JSON value, or an object has a name twice */
    static Object parse(String text) {
        PlainJson json = new PlainJson(text);
        json.blanks();
        Object value = json.value();
        json.blanks();
        json.demand(json.at == text.length());
        return value;
    }

    private Object value() {
        char c = peek();
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", NULL);
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        take('{');
        blanks();
        while (peek() != '}') {
            if (!members.isEmpty()) {
                take(',');
                blanks();
            }
            String name = string();
            blanks();
            take(':');
            blanks();
            demand(members.put(name, value()) == null);
            blanks();
        }
        take('}');
        return members;
    }

    private List<Object> array() {
        List<Object> elements = new ArrayList<>();
        take('[');
        blanks();
        while (peek() != ']') {
            if (!elements.isEmpty()) {
                take(',');
                blanks();
            }
            elements.add(value());
            blanks();
        }
        take(']');
        return elements;
    }

    private String string() {
        StringBuilder out = new StringBuilder();
        take('"');
        while (peek() != '"') {
            char c = text.charAt(at++);
            demand(c >= ' ');
            out.append(c == '\\' ? escaped() : c);
        }
        take('"');
        return out.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                demand(at + 4 <= text.length() && text.substring(at, at + 4).matches("[0-9A-Fa-f]{4}"));
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> throw new IllegalArgumentException("escape at " + at);
        };
    }

    private Number number() {
        int start = at;
        while (at < text.length() && "+-.0123456789Ee".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String written = text.substring(start, at);
        demand(written.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([Ee][+-]?[0-9]+)?"));
        return new Number(written);
    }

    private Object word(String word, Object value) {
        demand(text.startsWith(word, at));
        at += word.length();
        return value;
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        demand(at < text.length());
        return text.charAt(at);
    }

    private void take(char expected) {
        demand(peek() == expected);
        at++;
    }

    private void demand(boolean met) {
        if (!met) {
            throw new IllegalArgumentException("not JSON at " + at);
        }
    }
}
