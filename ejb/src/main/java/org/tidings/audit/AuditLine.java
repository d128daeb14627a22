package org.tidings.audit;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.tidings.envelope.StrictJson;

/**
 * One record as it stands in a file: a JSON object on one line, whose last member {@code hash} is the SHA-256 of the UTF-8 text of
 * the object without that member. Since {@code prev}, the hash of the record before, is in that text, no record can be changed,
 * removed or moved without the next one saying so.
 *
 * @param number {@code n}, counted from 1 for the whole trail
 * @param previous {@code prev}
 * @param hash as the line says
 * @param intact whether the hash is that of the line's text
 * @param json the record
 */
record AuditLine(long number, String previous, String hash, boolean intact, JsonObject json) {
    /** What the first record of a trail follows. */
    static final String BEGINNING = "0".repeat(64);

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final String SEAL = ",\"hash\":\"";
    private static final int SEAL_LENGTH = SEAL.length() + 64 + 2;

    /** The line for a record, without its line feed. */
    static String seal(String body) {
        return body.substring(0, body.length() - 1) + SEAL + hashOf(body) + "\"}";
    }

    /** The record that a line is, or null where it is none. */
    static AuditLine parse(String line) {
        int sealed = line.length() - SEAL_LENGTH;
        if (sealed < 1 || !line.startsWith(SEAL, sealed) || !line.endsWith("\"}")) {
            return null;
        }
        JsonObject json = StrictJson.object(line).orElse(JsonValue.EMPTY_JSON_OBJECT);
        try {
            String hash = json.getString("hash");
            if (!HASH.matcher(hash).matches()) {
                return null;
            }
            boolean intact = hash.equals(hashOf(line.substring(0, sealed) + "}"));
            return new AuditLine(json.getJsonNumber("n").longValueExact(), json.getString("prev"), hash, intact, json);
        } catch (ClassCastException | NullPointerException | ArithmeticException foreign) {
            // Members that are missing show as null.
            return null;
        }
    }

    /** Which chain it is of, where several may stand together; empty where the place tells. */
    String chain() {
        return json.getString("chain", "");
    }

    String event() {
        return json.getString("event", "");
    }

    /** SHA-256 of a text, in hexadecimal. */
    static String hashOf(String text) {
        return hashOf(text.getBytes(StandardCharsets.UTF_8));
    }

    static String hashOf(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            // Every Java platform has it.
            throw new IllegalStateException(impossible);
        }
    }
}
