package org.tidings.envelope;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads one line of a frame into an {@link Envelope}. What is wrong with a field is kept while the rest is read on, so
 * that an id behind it still reaches the error reply; what is wrong with the JSON ends the reading. Confined to one call.
 */
final class EnvelopeReader {

    private final String frame;
    private final JsonScanner scanner;

    /** What is wrong with the first wrong field, or null. */
    private String wrong;

    private boolean versionSeen;
    private Envelope.Type type;
    private String action;
    private String id;
    private String channel;
    private String payload;
    private Long seq;
    private Long prev;
    private String epoch;
    private Integer shard;
    private String messageId;
    private String from;
    private Long at;
    private Map<String, String> headers;
    private Long expiresAt;
    private Integer priority;

    EnvelopeReader(String frame, int from, int to) {
        this.frame = frame;
        this.scanner = new JsonScanner(frame, from, to);
    }

    Decoded read() {
        try {
            fields();
        } catch (JsonSyntaxException e) {
            return new Malformed(id, action, e.getMessage());
        }
        require(versionSeen, "v is missing");
        require(type != null, "type is missing");
        require(action != null, "action is missing");
        if (wrong != null) {
            return new Malformed(id, action, wrong);
        }
        return new Envelope(
                type, action, id, channel, payload, seq, prev, epoch, shard, messageId, from, at, headers, expiresAt,
                priority);
    }

    private void fields() throws JsonSyntaxException {
        if (!scanner.skipIf('{')) {
            throw new JsonSyntaxException("an envelope is a JSON object and starts with {");
        }
        if (!scanner.skipIf('}')) {
            Set<String> names = new HashSet<>();
            do {
                field(scanner.name(names));
            } while (scanner.skipIf(','));
            scanner.expect('}');
        }
        scanner.skipBlanks();
        if (!scanner.atEnd()) {
            throw new JsonSyntaxException("something follows the envelope on its line");
        }
    }

    private void field(String name) throws JsonSyntaxException {
        switch (name) {
            case "v" -> {
                versionSeen = true;
                integer(Envelope.VERSION, Envelope.VERSION, "v is not 1");
            }
            case "type" -> type(string(0, Integer.MAX_VALUE, "type is not a string"));
            case "action" -> action = string(1, Envelope.MAX_ID_LENGTH, "action is not a string of 1 to 64 characters");
            case "id" -> id = string(1, Envelope.MAX_ID_LENGTH, "id is not a string of 1 to 64 characters");
            case "channel" -> channel = string(0, Integer.MAX_VALUE, "channel is not a string");
            case "payload" -> payload = payload();
            case "seq" -> seq = integer(0, Long.MAX_VALUE, "seq is not an integer from 0");
            case "prev" -> prev = integer(0, Long.MAX_VALUE, "prev is not an integer from 0");
            case "epoch" -> epoch = string(1, Envelope.MAX_ID_LENGTH, "epoch is not a string of 1 to 64 characters");
            case "shard" -> shard = smallInteger(Integer.MAX_VALUE, "shard is not an integer from 0");
            case "messageId" ->
                messageId = string(1, Envelope.MAX_ID_LENGTH, "messageId is not a string of 1 to 64 characters");
            case "from" -> from = string(0, Integer.MAX_VALUE, "from is not a string");
            case "at" -> at = integer(0, Long.MAX_VALUE, "at is not an integer from 0");
            case "headers" -> headers = headers();
            case "expiresAt" -> expiresAt = integer(0, Long.MAX_VALUE, "expiresAt is not an integer from 0");
            case "priority" -> priority = smallInteger(9, "priority is not an integer from 0 to 9");
            default -> scanner.skipValue(1);
        }
    }

    private void type(String name) {
        if (name != null) {
            type = Envelope.Type.of(name);
            require(type != null, "type is not one of request, reply, error, event");
        }
    }

    private String payload() throws JsonSyntaxException {
        scanner.skipBlanks();
        int start = scanner.position();
        scanner.skipValue(1);
        return frame.substring(start, scanner.position());
    }

    private Map<String, String> headers() throws JsonSyntaxException {
        if (!scanner.skipIf('{')) {
            return otherwise("headers are not an object of strings");
        }
        Map<String, String> read = new LinkedHashMap<>();
        if (scanner.skipIf('}')) {
            return read;
        }
        int bytes = 0;
        Set<String> names = new HashSet<>();
        do {
            String name = scanner.name(names);
            String value = string(0, Integer.MAX_VALUE, "headers are not an object of strings");
            if (value != null) {
                bytes += utf8Length(name) + utf8Length(value);
                read.put(name, value);
            }
        } while (scanner.skipIf(','));
        scanner.expect('}');
        require(bytes <= Envelope.MAX_HEADERS_BYTES, "headers exceed 2048 bytes");
        return read;
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private String string(int minLength, int maxLength, String otherwise) throws JsonSyntaxException {
        if (scanner.peek() != '"') {
            return otherwise(otherwise);
        }
        String text = scanner.string();
        boolean fits = text.length() >= minLength && text.length() <= maxLength;
        require(fits, otherwise);
        return fits ? text : null;
    }

    private Integer smallInteger(int max, String otherwise) throws JsonSyntaxException {
        Long number = integer(0, max, otherwise);
        return number == null ? null : Integer.valueOf(number.intValue());
    }

    private Long integer(long min, long max, String otherwise) throws JsonSyntaxException {
        char first = scanner.peek();
        if (first != '-' && (first < '0' || first > '9')) {
            return otherwise(otherwise);
        }
        Long number = scanner.integer();
        boolean fits = number != null && number >= min && number <= max;
        require(fits, otherwise);
        return fits ? number : null;
    }

    /** Passes over a value of the wrong type. */
    private <T> T otherwise(String reason) throws JsonSyntaxException {
        scanner.skipValue(1);
        require(false, reason);
        return null;
    }

    private void require(boolean met, String reason) {
        if (!met && wrong == null) {
            wrong = reason;
        }
    }
}
