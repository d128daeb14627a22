package org.tidings.authentication;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the claims of a token whose signature is good, and refuses shapes that are wrong: an issuer's mistake must not
 * turn into a right. Each method answers null where the claim is absent.
 */
record VerifiedClaims(JsonObject json) {
    private static final int MAX_NAME_LENGTH = 200;
    private static final Set<String> SCOPES = Set.of("scp", "scope");

    /** The first of these claims that is there. */
    String name(List<String> claims) throws TokenRejected {
        for (String claim : claims) {
            String name = text(claim);
            if (name != null) {
                boolean printable = name.codePoints().noneMatch(VerifiedClaims::invisible);
                if (name.isBlank() || name.length() > MAX_NAME_LENGTH || !printable) {
                    throw TokenRejected.because("the claim " + claim + " is not usable as a name");
                }
                return name;
            }
        }
        throw TokenRejected.because("none of " + String.join(", ", claims) + " names the caller");
    }

    String text(String claim) throws TokenRejected {
        JsonValue value = value(claim);
        if (value == null || value instanceof JsonString) {
            return value == null ? null : ((JsonString) value).getString();
        }
        throw wrongShape(claim);
    }

    List<String> texts(String claim) throws TokenRejected {
        JsonValue value = value(claim);
        return value == null ? null : texts(claim, value);
    }

    /** All that the claims name together. One of scopes is a text with blanks between them (RFC 8693 §4.2). */
    Set<String> groups(List<String> claims) throws TokenRejected {
        Set<String> groups = new LinkedHashSet<>();
        for (String claim : claims) {
            JsonValue value = value(claim);
            if (value instanceof JsonString scopes && SCOPES.contains(claim)) {
                groups.addAll(Arrays.asList(scopes.getString().strip().split(" +")));
            } else if (value != null) {
                groups.addAll(texts(claim, value));
            }
        }
        groups.remove("");
        return Set.copyOf(groups);
    }

    /** What {@code {"tidings":{"subscribe":[…],"publish":[…],"meta":{…}}}} grants. */
    ChannelGrants grants(String claim) throws TokenRejected {
        JsonValue value = value(claim);
        if (value == null) {
            return ChannelGrants.UNRESTRICTED;
        }
        if (!(value instanceof JsonObject object)) {
            throw wrongShape(claim);
        }
        VerifiedClaims members = new VerifiedClaims(object);
        JsonValue meta = members.value("meta");
        if (meta != null && !(meta instanceof JsonObject)) {
            throw wrongShape(claim);
        }
        return new ChannelGrants(
                members.texts("subscribe"), members.texts("publish"), meta == null ? null : meta.toString());
    }

    private JsonValue value(String claim) {
        JsonValue value = at(json, claim);
        return value == JsonValue.NULL ? null : value;
    }

    /** The member of that name, or at the end of that way through nested objects. */
    private static JsonValue at(JsonObject object, String way) {
        JsonValue exact = object.get(way);
        for (int dot = way.indexOf('.'); exact == null && dot >= 0; dot = way.indexOf('.', dot + 1)) {
            if (object.get(way.substring(0, dot)) instanceof JsonObject inner) {
                exact = at(inner, way.substring(dot + 1));
            }
        }
        return exact;
    }

    private static List<String> texts(String claim, JsonValue value) throws TokenRejected {
        if (!(value instanceof JsonArray array)) {
            throw wrongShape(claim);
        }
        List<String> texts = new ArrayList<>();
        for (JsonValue element : array) {
            if (!(element instanceof JsonString text)) {
                throw wrongShape(claim);
            }
            texts.add(text.getString());
        }
        return List.copyOf(texts);
    }

    /** Control and formatting characters: names with them could pass for other names, or break a line of the log. */
    private static boolean invisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static TokenRejected wrongShape(String claim) {
        return TokenRejected.because("the claim " + claim + " does not have the shape it must have");
    }
}
