package org.tidings.authentication;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.tidings.control.Pardon;
import org.tidings.control.Revocation;
import org.tidings.envelope.CloseCode;

/**
 * The tokens that count no more although they are valid. Thread-safe; does not block.
 *
 * <p>A revocation and its pardon may come in either order: the order of what the broker keeps can change when it restarts.
 */
public final class Revocations {

    private static final String OF_ALL = "all";
    private static final long CLEANED_EVERY_MILLIS = 10_000;

    private final Clock clock;
    /** By what they concern, see {@link #concern}; then by id. */
    private final Map<String, Map<String, Revocation>> active = new ConcurrentHashMap<>();
    /** When each ends, by the pardoned revocation's id. */
    private final Map<String, Long> pardoned = new ConcurrentHashMap<>();

    /** When what has ended is forgotten next, milliseconds since 1970. Two threads at once do no harm. */
    private volatile long nextCleaning;

    public Revocations(Clock clock) {
        this.clock = clock;
    }

    /** From now on the tokens that it names are refused. */
    public void add(Revocation revocation) {
        clean();
        if (!pardoned.containsKey(revocation.id())) {
            active.compute(concern(revocation), (concern, some) -> {
                Map<String, Revocation> more = some == null ? new ConcurrentHashMap<>() : some;
                more.put(revocation.id(), revocation);
                return more;
            });
        }
    }

    /** Takes a revocation back, also one that is still to come. */
    public void remove(Pardon pardon) {
        clean();
        pardoned.put(pardon.revocation(), pardon.endsAt());
        active.values().forEach(some -> some.remove(pardon.revocation()));
    }

    /** How a connection with the caller's token ends; empty where the token is good. */
    public Optional<CloseCode> verdict(Caller caller) {
        return of(caller).map(Revocations::closeCode);
    }

    /** The revocation by which the caller's token counts no more, the strictest of all; empty where it is good. */
    public Optional<Revocation> of(Caller caller) {
        if (active.isEmpty()) {
            return Optional.empty();
        }
        return Stream.of(
                        "jti " + caller.tokenId(),
                        "subject " + caller.getName(),
                        "subject " + caller.getSubject(),
                        OF_ALL)
                .map(concern -> active.getOrDefault(concern, Map.of()))
                .flatMap(some -> some.values().stream())
                .filter(revocation -> concerns(revocation, caller))
                // Whoever may not come back is told so, whatever else holds.
                .min(Comparator.comparingInt(each -> closeCode(each).number()));
    }

    /** Those that still mean something, the newest first. */
    public List<Revocation> all() {
        long now = clock.millis();
        return active.values().stream()
                .flatMap(some -> some.values().stream())
                .filter(revocation -> revocation.endsAt() > now)
                .sorted(Comparator.comparingLong(Revocation::givenAt).reversed())
                .toList();
    }

    private boolean concerns(Revocation revocation, Caller caller) {
        Long issued = caller.getClaim("iat");
        boolean older =
                revocation.issuedBefore() == null || issued == null || issued * 1_000 < revocation.issuedBefore();
        boolean subject = revocation.subject() == null
                || revocation.subject().equals(caller.getName())
                || revocation.subject().equals(caller.getSubject());
        boolean token = revocation.tokenId() == null || revocation.tokenId().equals(caller.tokenId());
        return older && subject && token && revocation.endsAt() > clock.millis();
    }

    /** How connections end by it. Only where newer tokens are welcome is it of use to come back with one. */
    public static CloseCode closeCode(Revocation revocation) {
        return revocation.issuedBefore() == null ? CloseCode.UNAUTHENTICATED : CloseCode.TOKEN_EXPIRED;
    }

    private static String concern(Revocation revocation) {
        if (revocation.tokenId() != null) {
            return "jti " + revocation.tokenId();
        }
        return revocation.subject() != null ? "subject " + revocation.subject() : OF_ALL;
    }

    private void clean() {
        long now = clock.millis();
        if (now < nextCleaning) {
            return;
        }
        nextCleaning = now + CLEANED_EVERY_MILLIS;
        pardoned.values().removeIf(endsAt -> endsAt <= now);
        active.forEach((concern, some) -> some.values().removeIf(revocation -> revocation.endsAt() <= now));
        active.keySet()
                .forEach(concern -> active.computeIfPresent(concern, (key, some) -> some.isEmpty() ? null : some));
    }
}
