package org.tidings.envelope;

/**
 * Puts into CBOR an envelope that {@link EnvelopeCodec} wrote as JSON. Relies on how that writes: nothing between the
 * tokens, and the payload last, so that it is taken over without being looked at. Confined to one call.
 */
final class CborTranscription {

    /** Maps of few entries say in their initial byte how many there are. */
    private static final int MOST_ENTRIES = Cbor.ONE_BYTE - 1;

    private final String json;
    private final CborWriter out;
    private int at;

    private CborTranscription(String json, CborWriter out) {
        this.json = json;
        this.out = out;
    }

    /** @throws IllegalArgumentException where the text is none that the codec wrote */
    static void write(String json, CborWriter out) {
        try {
            new CborTranscription(json, out).envelope();
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new IllegalArgumentException("not an envelope of the codec's", e);
        }
    }

    private void envelope() {
        int map = out.openMap();
        int fields = 0;
        expect('{');
        do {
            String name = string();
            expect(':');
            EnvelopeField field = EnvelopeField.named(name);
            if (field == null) {
                throw new IllegalArgumentException("a field without a key");
            }
            out.integer(field.key());
            value(field);
            fields++;
        } while (json.charAt(at++) == ',');
        if (at != json.length() || fields > MOST_ENTRIES) {
            throw new IllegalArgumentException("not an envelope of the codec's");
        }
        out.close(map, fields);
    }

    private void value(EnvelopeField field) {
        switch (field.kind()) {
            case INTEGER -> out.integer(integer());
            case TEXT -> out.text(string());
            case TYPE -> out.integer(Envelope.Type.of(string()).ordinal());
            case HEADERS -> headers();
            case JSON -> {
                out.embeddedJson(json.substring(at, json.length() - 1));
                at = json.length() - 1;
            }
        }
    }

    private void headers() {
        // How many there are, up to 64, is not known before the last.
        int begin = at;
        int entries = 0;
        expect('{');
        do {
            string();
            expect(':');
            string();
            entries++;
        } while (json.charAt(at++) == ',');
        out.head(Cbor.MAP, entries);
        at = begin + 1;
        for (int left = entries; left > 0; left--) {
            out.text(string());
            at++;
            out.text(string());
            at++;
        }
    }

    private long integer() {
        int begin = at;
        while (json.charAt(at) == '-' || json.charAt(at) >= '0' && json.charAt(at) <= '9') {
            at++;
        }
        return Long.parseLong(json, begin, at, 10);
    }

    private String string() {
        expect('"');
        int begin = at;
        int end = begin;
        while (json.charAt(end) != '"' && json.charAt(end) != '\\') {
            end++;
        }
        if (json.charAt(end) == '"') {
            at = end + 1;
            return json.substring(begin, end);
        }
        StringBuilder text = new StringBuilder();
        for (char c = json.charAt(at++); c != '"'; c = json.charAt(at++)) {
            text.append(c == '\\' ? escaped(json.charAt(at++)) : c);
        }
        return text.toString();
    }

    private char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(json, at - 4, at, 16);
            }
            default -> c;
        };
    }

    private void expect(char c) {
        if (json.charAt(at++) != c) {
            throw new IllegalArgumentException("not an envelope of the codec's");
        }
    }
}
