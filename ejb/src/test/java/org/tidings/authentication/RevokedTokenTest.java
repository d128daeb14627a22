package org.tidings.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tidings.control.Pardon;
import org.tidings.control.Revocation;
import org.tidings.envelope.CloseCode;

/** A revoked token is let in, or one that is not is kept out. */
class RevokedTokenTest {

    private static final Instant END = Instant.now().plusSeconds(600);
    private static final long NOW = System.currentTimeMillis();
    private static final long LATER = NOW + 600_000;

    private final TestIssuer issuer = new TestIssuer();
    private final TokenVerifier verifier = issuer.verifier();

    private void revoke(String id, String jti, String subject, Long issuedBefore, long until) {
        issuer.revocations().add(new Revocation(id, jti, subject, issuedBefore, NOW, until));
    }

    private String token(String subject, String jti, long issuedAtMillis) {
        return issuer.token(subject, END, Map.of("jti", jti, "iat", issuedAtMillis / 1_000));
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> verifier.verify(token))
                .isInstanceOf(TokenRejected.class)
                .hasMessage("revoked");
    }

    private void assertAccepted(String token) {
        assertThatCode(() -> verifier.verify(token)).doesNotThrowAnyException();
    }

    @Test
    void byItsOwnName() {
        revoke("r", "t1", null, null, LATER);
        assertRefused(token("alice", "t1", NOW));
        assertAccepted(token("alice", "t2", NOW));
        assertAccepted(issuer.token("alice", END, Map.of()));
    }

    @Test
    void byItsSubjectUnderEitherName() {
        revoke("r", null, "u-17", null, LATER);
        revoke("s", null, "bob@example", null, LATER);
        assertRefused(issuer.token("u-17", END, Map.of("upn", "alice@example")));
        assertRefused(issuer.token("u-18", END, Map.of("upn", "bob@example")));
        assertAccepted(issuer.token("u-19", END, Map.of("upn", "carol@example")));
    }

    @Test
    void byItsAgeForOneAndForAll() {
        revoke("r", null, "alice", NOW, LATER);
        assertRefused(token("alice", "t1", NOW - 60_000));
        assertAccepted(token("alice", "t2", NOW + 1_000));
        assertAccepted(token("bob", "t3", NOW - 60_000));
        revoke("s", null, null, NOW, LATER);
        assertRefused(token("bob", "t3", NOW - 60_000));
        assertAccepted(token("bob", "t4", NOW + 1_000));
    }

    /** A token that hides its age would escape every revocation by age. */
    @Test
    void withoutAnAgeItCountsAsOld() {
        revoke("r", null, null, NOW, LATER);
        assertRefused(issuer.token("alice", END, Map.of()));
    }

    @Test
    void whatHasEndedOrWasTakenBackConcernsNobody() {
        revoke("r", "t1", null, null, NOW - 1);
        assertAccepted(token("alice", "t1", NOW));
        revoke("s", "t1", null, null, LATER);
        assertRefused(token("alice", "t1", NOW));
        issuer.revocations().remove(new Pardon("p", "s", NOW, LATER));
        assertAccepted(token("alice", "t1", NOW));
        assertThat(issuer.revocations().all()).isEmpty();
    }

    /** A broker that restarts may show both in the other order. */
    @Test
    void takenBackBeforeItCameItStaysTakenBack() {
        issuer.revocations().remove(new Pardon("p", "s", NOW, LATER));
        revoke("s", "t1", null, null, LATER);
        assertAccepted(token("alice", "t1", NOW));
    }

    @Test
    void onlyWhereANewerTokenHelpsIsTheClientToldToComeBack() {
        Caller caller = issuer.caller("alice", END);
        revoke("r", null, "alice", NOW, LATER);
        assertThat(issuer.revocations().verdict(caller)).contains(CloseCode.TOKEN_EXPIRED);
        revoke("s", null, "alice", null, LATER);
        assertThat(issuer.revocations().verdict(caller)).contains(CloseCode.UNAUTHENTICATED);
    }

    /** What is revoked is kept for the longest life of a token: one that lives longer would outlive it. */
    @Test
    void tokenThatLivesTooLongIsRefused() {
        TokenForge forge = new TokenForge();
        String token = forge.token(claims -> claims.expirationTime(Date.from(TokenForge.NOW.plus(Duration.ofDays(2)))));
        assertThatCode(() -> forge.verifier().verify(token)).doesNotThrowAnyException();
        assertThatThrownBy(() -> forge.verifier("tidings.max-token-life-seconds", "86400")
                        .verify(token))
                .hasMessage("it lives too long");
    }
}
