package org.tidings.authentication;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.tidings.settings.Settings;

/** What the claims must say: who issued the token, for whom, and that it is valid now. Immutable. */
final class ClaimsPolicy {
    static final String ISSUER_KEY = "mp.jwt.verify.issuer";
    static final String AUDIENCES_KEY = "mp.jwt.verify.audiences";
    static final String CLOCK_SKEW_KEY = "mp.jwt.verify.clock.skew";

    static final String MAX_LIFE_KEY = "tidings.max-token-life-seconds";

    static final int MAX_CLOCK_SKEW_SECONDS = 300;
    private static final int YEAR_SECONDS = 366 * 86_400;

    private final String issuer;
    private final List<String> audiences;
    private final Duration clockSkew;
    private final Duration maxLife;
    private final Clock clock;

    private ClaimsPolicy(String issuer, Settings settings, Clock clock) {
        this.issuer = issuer;
        this.audiences = settings.getList(AUDIENCES_KEY);
        this.clockSkew = Duration.ofSeconds(settings.getInt(CLOCK_SKEW_KEY, 0, 0, MAX_CLOCK_SKEW_SECONDS));
        this.maxLife = maxLife(settings);
        this.clock = clock;
    }

    /** What is revoked is remembered for so long, for by then every token has ended that was accepted before. */
    static Duration maxLife(Settings settings) {
        return Duration.ofSeconds(settings.getInt(MAX_LIFE_KEY, YEAR_SECONDS, 60, 10 * YEAR_SECONDS));
    }

    /** Empty where no issuer is configured: a key alone may sign for other services too. */
    static Optional<ClaimsPolicy> from(Settings settings, Clock clock) {
        return settings.find(ISSUER_KEY).map(issuer -> new ClaimsPolicy(issuer, settings, clock));
    }

    Duration clockSkew() {
        return clockSkew;
    }

    void check(JWTClaimsSet claims) throws TokenRejected {
        require(issuer.equals(claims.getIssuer()), "another issuer");
        require(
                audiences.isEmpty() || !Collections.disjoint(audiences, claims.getAudience()),
                "meant for another audience");
        require(claims.getExpirationTime() != null, "no expiry");
        Date notBefore = claims.getNotBeforeTime();
        checkTime(claims.getExpirationTime().toInstant(), notBefore == null ? null : notBefore.toInstant());
    }

    /** What depends on when it is asked. @param notBefore null where the token does not say */
    void checkTime(Instant expiresAt, Instant notBefore) throws TokenRejected {
        Instant now = clock.instant();
        require(expiresAt.plus(clockSkew).isAfter(now), "expired");
        require(!expiresAt.isAfter(now.plus(maxLife).plus(clockSkew)), "it lives too long");
        require(notBefore == null || !notBefore.minus(clockSkew).isAfter(now), "not valid yet");
    }

    private static void require(boolean fulfilled, String otherwise) throws TokenRejected {
        if (!fulfilled) {
            throw TokenRejected.because(otherwise);
        }
    }
}
