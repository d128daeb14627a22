package org.tidings.testkit.load;

/**
 * An envelope cut into its outermost members without building a tree, for the generator must cost less than the server.
 * Expects what a Tidings server writes: valid JSON whose names hold no escapes. What is absent is null, a number 0.
 */
final class WireText {

    String type;
    String action;
    String id;
    String channel;
    String epoch;
    String messageId;

    /** As it came. */
    String payload;

    long seq;
    long prev;
    int shard;

    private final String text;
    private int at = 1;

    private WireText(String text) {
        this.text = text;
    }

    static WireText parse(String text) {
        WireText envelope = new WireText(text);
        envelope.members();
        return envelope;
    }

    boolean isEvent(String name) {
        return "event".equals(type) && name.equals(action);
    }

    private void members() {
        while (text.charAt(at) != '}') {
            int name = text.indexOf('"', at) + 1;
            int nameEnd = text.indexOf('"', name);
            int start = nameEnd + 2;
            int end = valueEnd(text, start);
            member(text.substring(name, nameEnd), start, end);
            at = end;
        }
    }

    private void member(String name, int start, int end) {
        switch (name) {
            case "type" -> type = string(start, end);
            case "action" -> action = string(start, end);
            case "id" -> id = string(start, end);
            case "channel" -> channel = string(start, end);
            case "epoch" -> epoch = string(start, end);
            case "messageId" -> messageId = string(start, end);
            case "payload" -> payload = text.substring(start, end);
            case "seq" -> seq = Long.parseLong(text, start, end, 10);
            case "prev" -> prev = Long.parseLong(text, start, end, 10);
            case "shard" -> shard = Integer.parseInt(text, start, end, 10);
            default -> {}
        }
    }

    private String string(int start, int end) {
        return text.substring(start + 1, end - 1);
    }

    private static int valueEnd(String text, int start) {
        int depth = 0;
        for (int i = start; ; i++) {
            char c = text.charAt(i);
            if (c == '"') {
                i = stringEnd(text, i);
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                if (depth == 0) {
                    return i;
                }
                depth--;
            } else if (c == ',' && depth == 0) {
                return i;
            }
        }
    }

    private static int stringEnd(String text, int start) {
        for (int i = start + 1; ; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i;
            }
        }
    }

    /** The number of this name in a payload; the default where there is none. */
    static long number(String json, String name, long absent) {
        int found = json == null ? -1 : json.indexOf("\"" + name + "\":");
        if (found < 0) {
            return absent;
        }
        int start = found + name.length() + 3;
        int end = start;
        while (end < json.length() && "-0123456789".indexOf(json.charAt(end)) >= 0) {
            end++;
        }
        return end == start ? absent : Long.parseLong(json, start, end, 10);
    }

    /** The string of this name in a payload; empty where there is none. */
    static String string(String json, String name) {
        int found = json == null ? -1 : json.indexOf("\"" + name + "\":\"");
        if (found < 0) {
            return "";
        }
        int start = found + name.length() + 4;
        return json.substring(start, json.indexOf('"', start));
    }

    @Override
    public String toString() {
        return text;
    }
}
