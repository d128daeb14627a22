package org.tidings.authentication;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Whoever proved with a token who they are: the principal of a connection and of its publishes. Immutable.
 *
 * <p>Claims have the Java types that MicroProfile JWT gives them; claims of the issuer's own are {@link JsonValue}s. The
 * token's text is not kept, so that it can neither be logged nor passed on by accident: {@link #getRawToken()} is null.
 */
public final class Caller implements JsonWebToken {

    /** Looked up once: {@code Json.createObjectBuilder} searches every jar of a server for it. */
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    /** Each by itself. */
    private static final Map<String, String> NAMES = Stream.of(Claims.values())
            .map(Claims::name)
            .collect(Collectors.toUnmodifiableMap(Function.identity(), Function.identity()));

    private final JsonObject claims;
    private final String name;
    private final Set<String> groups;
    private final ChannelGrants grants;
    private final Duration clockSkew;

    private Caller(JsonObject claims, String name, Set<String> groups, ChannelGrants grants, Duration clockSkew) {
        this.claims = claims;
        this.name = name;
        this.groups = groups;
        this.grants = grants;
        this.clockSkew = clockSkew;
    }

    /**
     * The caller whom verified claims describe; refused where they name nobody, or one has a shape it must not have.
     *
     * @param where where the issuer puts name and groups
     * @param clockSkew for how much longer than it says the token is taken
     */
    static Caller of(Map<String, Object> claims, ClaimNames where, Duration clockSkew) throws TokenRejected {
        JsonObject json = JSON.createObjectBuilder(named(claims)).build();
        VerifiedClaims verified = new VerifiedClaims(json);
        return new Caller(
                json,
                verified.name(where.names()),
                verified.groups(where.groups()),
                verified.grants("tidings"),
                clockSkew);
    }

    /** The same claims under the names that all tokens share: thousands of callers keep theirs for as long as they are connected. */
    private static Map<String, Object> named(Map<String, Object> claims) {
        Map<String, Object> named = new LinkedHashMap<>();
        claims.forEach((name, value) -> named.put(NAMES.getOrDefault(name, name), value));
        return named;
    }

    /** The same user with the same token, accepted once more. */
    Caller again() {
        return new Caller(claims, name, groups, grants, clockSkew);
    }

    /** The subject that others see: {@code upn}, else {@code preferred_username}, else {@code sub}, unless set otherwise. */
    @Override
    public String getName() {
        return name;
    }

    @Override
    public Set<String> getGroups() {
        return groups;
    }

    /** When the token ends. Every accepted token has an end. */
    public Instant expiresAt() {
        return Instant.ofEpochSecond(getExpirationTime());
    }

    /** From when the token holds; null where it does not say. */
    Instant notBefore() {
        Long seconds = getClaim("nbf");
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }

    /** Until when the token is taken here: its end, and the tolerance for clocks that differ. */
    public Instant acceptedUntil() {
        return expiresAt().plus(clockSkew);
    }

    /** Whether both are the same user of the same issuer: a name alone may have passed to somebody else. */
    public boolean isSameSubjectAs(Caller other) {
        return name.equals(other.name)
                && Objects.equals(getSubject(), other.getSubject())
                && Objects.equals(getIssuer(), other.getIssuer());
    }

    /** The token's own name for itself ({@code jti}); null where the issuer gave none. */
    public String tokenId() {
        return getTokenID();
    }

    /** What the token's {@code tidings} claim says; {@link ChannelGrants#UNRESTRICTED} without one. */
    public ChannelGrants grants() {
        return grants;
    }

    /** All claims as JSON text, to accept the caller again from. */
    String claims() {
        return claims.toString();
    }

    @Override
    public Set<String> getClaimNames() {
        return claims.keySet();
    }

    @Override
    @SuppressWarnings("unchecked") // The interface leaves the type to whoever asks.
    public <T> T getClaim(String claimName) {
        JsonValue value = claims.get(claimName);
        return value == null || value == JsonValue.NULL ? null : (T) typed(claimName, value);
    }

    private Object typed(String claimName, JsonValue value) {
        return switch (claimName) {
            case "groups" -> groups;
            case "aud" -> audience(value);
            case "exp", "iat", "nbf" -> claims.getJsonNumber(claimName).longValue();
            case "iss", "sub", "jti", "upn", "preferred_username" ->
                value instanceof JsonString text ? text.getString() : value;
            default -> value;
        };
    }

    private static Set<String> audience(JsonValue value) {
        return value instanceof JsonArray array
                ? array.getValuesAs(JsonString.class).stream()
                        .map(JsonString::getString)
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of(((JsonString) value).getString());
    }

    @Override
    public String toString() {
        return name;
    }
}
