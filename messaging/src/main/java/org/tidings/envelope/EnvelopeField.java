package org.tidings.envelope;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The fields of an envelope, with their names in JSON and, by their order, their keys in CBOR: a new one goes to the end.
 * {@code docs/protocol.md} has the same table.
 */
enum EnvelopeField {
    V("v", Kind.INTEGER),
    TYPE("type", Kind.TYPE),
    ACTION("action", Kind.TEXT),
    ID("id", Kind.TEXT),
    CHANNEL("channel", Kind.TEXT),
    SEQ("seq", Kind.INTEGER),
    PREV("prev", Kind.INTEGER),
    EPOCH("epoch", Kind.TEXT),
    SHARD("shard", Kind.INTEGER),
    MESSAGE_ID("messageId", Kind.TEXT),
    FROM("from", Kind.TEXT),
    AT("at", Kind.INTEGER),
    EXPIRES_AT("expiresAt", Kind.INTEGER),
    PRIORITY("priority", Kind.INTEGER),
    HEADERS("headers", Kind.HEADERS),
    PAYLOAD("payload", Kind.JSON),
    PATTERN("pattern", Kind.TEXT),
    PATTERN_PREV("patternPrev", Kind.INTEGER);

    /** What a field's value is in CBOR. */
    enum Kind {
        INTEGER,
        TEXT,
        /** An integer for each name. */
        TYPE,
        /** A map of text to text. */
        HEADERS,
        /** JSON's bytes, tagged so. */
        JSON
    }

    private static final Map<String, EnvelopeField> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(EnvelopeField::wireName, Function.identity()));

    private static final EnvelopeField[] BY_KEY = values();

    private final String wireName;
    private final Kind kind;

    EnvelopeField(String wireName, Kind kind) {
        this.wireName = wireName;
        this.kind = kind;
    }

    String wireName() {
        return wireName;
    }

    Kind kind() {
        return kind;
    }

    /** Below 24, so that it is one byte. */
    int key() {
        return ordinal();
    }

    /** The field of that name, or null. */
    static EnvelopeField named(String name) {
        return BY_NAME.get(name);
    }

    /** The field of that key, or null. */
    static EnvelopeField of(Object key) {
        return key instanceof Long number && number >= 0 && number < BY_KEY.length ? BY_KEY[number.intValue()] : null;
    }
}
