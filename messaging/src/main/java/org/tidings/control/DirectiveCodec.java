package org.tidings.control;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import org.tidings.envelope.StrictJson;

/**
 * Directives as JSON text. What applications send may leave out {@code id}, {@code at} and {@code until}; what instances
 * write holds all. Thread-safe.
 */
public final class DirectiveCodec {

    private static final int MAX_LENGTH = 4_096;
    private static final int MAX_NAME_LENGTH = 200;

    /** How long a disconnection may take to reach an instance whose connection to the broker is broken. */
    private static final long DISCONNECTION_MILLIS = 30_000;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The longest that a token may live, milliseconds: then a revocation has done its work. */
    private final long maxTokenLifeMillis;

    public DirectiveCodec(long maxTokenLifeMillis) {
        this.maxTokenLifeMillis = maxTokenLifeMillis;
    }

    public static String encode(Directive directive) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("v", 1);
        if (directive instanceof Revocation revocation) {
            json.add("directive", "revoke");
            if (revocation.tokenId() != null) {
                json.add("jti", revocation.tokenId());
            }
            if (revocation.subject() != null) {
                json.add("subject", revocation.subject());
            }
            if (revocation.issuedBefore() != null) {
                json.add("issuedBefore", revocation.issuedBefore());
            }
        } else if (directive instanceof Pardon pardon) {
            json.add("directive", "pardon").add("revocation", pardon.revocation());
        } else if (directive instanceof Disconnection disconnection) {
            json.add("directive", "disconnect").add("user", disconnection.user());
        }
        return json.add("id", directive.id())
                .add("at", directive.givenAt())
                .add("until", directive.endsAt())
                .build()
                .toString();
    }

    /**
     * Reads a directive, and gives it what it left out.
     *
     * @param now milliseconds since 1970
     * @throws BadDirective where the text is none
     */
    public Directive decode(String text, long now) {
        if (text == null || text.length() > MAX_LENGTH) {
            throw new BadDirective("no text, or longer than " + MAX_LENGTH + " characters");
        }
        JsonObject json = StrictJson.object(text)
                .orElseThrow(() ->
                        new BadDirective("not a JSON object, or one with a name twice or a number beyond all bounds"));
        return directive(json, now);
    }

    private Directive directive(JsonObject json, long now) {
        String id = json.containsKey("id") ? id(json, "id") : newId();
        Long at = number(json, "at");
        // Whoever gives it may have a clock that runs ahead, and must not reach what is issued later.
        long givenAt = at == null ? now : Math.min(at, now);
        return switch (String.valueOf(name(json, "directive"))) {
            case "revoke" ->
                new Revocation(
                        id,
                        name(json, "jti"),
                        name(json, "subject"),
                        number(json, "issuedBefore"),
                        givenAt,
                        end(json, now, maxTokenLifeMillis));
            case "pardon" -> new Pardon(id, id(json, "revocation"), givenAt, end(json, now, maxTokenLifeMillis));
            case "disconnect" ->
                new Disconnection(id, required(name(json, "user")), givenAt, end(json, now, DISCONNECTION_MILLIS));
            default -> throw new BadDirective("directive is none of revoke, pardon, disconnect");
        };
    }

    /** A name for a new directive. */
    public static String newId() {
        return Long.toString(RANDOM.nextLong() >>> 1, 36) + Long.toString(RANDOM.nextLong() >>> 1, 36);
    }

    private static long end(JsonObject json, long now, long longest) {
        Long until = number(json, "until");
        if (until != null && until <= now) {
            throw new BadDirective("until has passed");
        }
        return until == null ? now + longest : Math.min(until, now + longest);
    }

    private static String id(JsonObject json, String member) {
        String id = name(json, member);
        if (id == null || !ID.matcher(id).matches()) {
            throw new BadDirective("an id has 1 to 64 letters, digits and hyphens");
        }
        return id;
    }

    private static String required(String name) {
        if (name == null) {
            throw new BadDirective("a disconnection names a user");
        }
        return name;
    }

    /** A text that is not empty; null where there is none. */
    private static String name(JsonObject json, String member) {
        JsonValue value = json.get(member);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonString text
                && !text.getString().isBlank()
                && text.getString().length() <= MAX_NAME_LENGTH) {
            return text.getString();
        }
        throw new BadDirective("a name has 1 to " + MAX_NAME_LENGTH + " characters");
    }

    private static Long number(JsonObject json, String member) {
        JsonValue value = json.get(member);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonNumber number
                && number.isIntegral()
                && number.bigDecimalValue().scale() == 0) {
            long millis = number.longValue();
            if (millis > 0 && number.bigDecimalValue().precision() <= 15) {
                return millis;
            }
        }
        throw new BadDirective("times are whole milliseconds since 1970");
    }
}
