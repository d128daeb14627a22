package org.tidings.envelope;

import java.util.Random;

/** Writes JSON texts in all the ways that the grammar allows: blanks, escapes, numbers in every form. */
final class RandomJson {

    private static final String[] SCALARS = {
        "0", "-0", "1e5", "1.0", "-12.50E+07", "1E-3", "123456789012345678901234567890", "true", "false", "null", "\"\""
    };
    private static final String[] BLANKS = {"", "", "", " ", "\t", "\r", "  \t "};

    private final Random random;

    RandomJson(long seed) {
        this.random = new Random(seed);
    }

    /** @param depth most objects and arrays in each other */
    String value(int depth) {
        int kind = random.nextInt(depth > 0 ? 5 : 2);
        return switch (kind) {
            case 0 -> SCALARS[random.nextInt(SCALARS.length)];
            case 1 -> string("");
            case 2 -> array(depth);
            default -> object(depth);
        };
    }

    String blanks() {
        return BLANKS[random.nextInt(BLANKS.length)];
    }

    /** A string whose length is often near the edges of a parser's buffer, which grows from 4,096 characters. */
    String longString() {
        int edge = 4096 << random.nextInt(4);
        int length = Math.max(0, edge - 200 + random.nextInt(400));
        StringBuilder text = new StringBuilder(length + 16);
        while (text.length() < length) {
            text.append(piece());
        }
        return "\"" + text + '"';
    }

    private String array(int depth) {
        StringBuilder out = new StringBuilder("[").append(blanks());
        int size = random.nextInt(5);
        for (int i = 0; i < size; i++) {
            out.append(i == 0 ? "" : ",")
                    .append(blanks())
                    .append(value(depth - 1))
                    .append(blanks());
        }
        return out.append(']').toString();
    }

    private String object(int depth) {
        StringBuilder out = new StringBuilder("{").append(blanks());
        int size = random.nextInt(5);
        for (int i = 0; i < size; i++) {
            out.append(i == 0 ? "" : ",")
                    .append(blanks())
                    .append(string(i + "_"))
                    .append(blanks())
                    .append(':');
            out.append(blanks()).append(value(depth - 1)).append(blanks());
        }
        return out.append('}').toString();
    }

    private String string(String start) {
        StringBuilder text = new StringBuilder("\"").append(start);
        int size = random.nextInt(12);
        for (int i = 0; i < size; i++) {
            text.append(piece());
        }
        return text.append('"').toString();
    }

    private String piece() {
        return switch (random.nextInt(12)) {
            case 0 -> "\\\"";
            case 1 -> "\\\\";
            case 2 -> "\\u00e9";
            case 3 -> "\\uD83D\\ude00";
            case 4 -> "\uD83D\uDE00";
            case 5 -> "\u00e9\u2028";
            case 6 -> "\\/\\b\\f\\n\\r\\t";
            case 7 -> "}]{[,:";
            default -> "abcdefgh".substring(random.nextInt(8));
        };
    }
}
