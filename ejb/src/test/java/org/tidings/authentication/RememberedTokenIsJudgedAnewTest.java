package org.tidings.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidings.control.Pardon;
import org.tidings.control.Revocation;
import org.tidings.settings.Settings;

/** A token is accepted because it once was, although time, revocation or the keys have overtaken it. */
class RememberedTokenIsJudgedAnewTest {

    private static final TokenForge ISSUER = new TokenForge();
    private static final TokenForge SUCCESSOR = new TokenForge();

    @TempDir
    private Path folder;

    private final SetClock clock = new SetClock();
    private final Revocations revocations = new Revocations(clock);

    /** Shows what it is set to. */
    private static final class SetClock extends Clock {
        private Instant now = TokenForge.NOW;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private TokenVerifier verifier(Path keys, String remembered) {
        return new TokenVerifier(
                Settings.of(Map.of(
                        "mp.jwt.verify.publickey.location",
                        keys.toString(),
                        "mp.jwt.verify.issuer",
                        TokenForge.ISSUER,
                        VerifiedTokens.KEY,
                        remembered)),
                clock,
                revocations);
    }

    private Path keys(TokenForge... issuers) throws IOException {
        List<JWK> all = Arrays.stream(issuers).<JWK>map(issuer -> issuer.ec).toList();
        return Files.writeString(
                folder.resolve("keys"), new JWKSet(all).toPublicJWKSet().toString());
    }

    private static String unknownKey() {
        return ISSUER.sign(ISSUER.header().keyID("unknown"), TokenForge.claims().build());
    }

    @Test
    void eachAcceptanceIsACallerOfItsOwn() throws Exception {
        TokenVerifier verifier = verifier(keys(ISSUER), "10");
        String token = ISSUER.token(claims -> {});

        Caller first = verifier.verify(token);
        Caller second = verifier.verify(token);

        assertThat(second).isNotSameAs(first);
        assertThat(second.claims()).isEqualTo(first.claims());
        assertThat(second.expiresAt()).isEqualTo(first.expiresAt());
        assertThat(second.isSameSubjectAs(first)).isTrue();
    }

    @Test
    void endsWhenItsTimeIsOver() throws Exception {
        TokenVerifier verifier = verifier(keys(ISSUER), "10");
        String token = ISSUER.token(claims -> claims.expirationTime(Date.from(TokenForge.NOW.plusSeconds(60))));
        verifier.verify(token);

        clock.now = TokenForge.NOW.plusSeconds(59);
        verifier.verify(token);
        clock.now = TokenForge.NOW.plusSeconds(60);

        assertThatThrownBy(() -> verifier.verify(token)).hasMessage("expired");
    }

    @Test
    void isRefusedWhereTheClockIsSetBackBeforeItsBeginning() throws Exception {
        TokenVerifier verifier = verifier(keys(ISSUER), "10");
        String token = ISSUER.token(claims -> claims.notBeforeTime(Date.from(TokenForge.NOW)));
        verifier.verify(token);

        clock.now = TokenForge.NOW.minusSeconds(1);

        assertThatThrownBy(() -> verifier.verify(token)).hasMessage("not valid yet");
    }

    @Test
    void endsWithItsRevocationAndComesBackWithThePardon() throws Exception {
        TokenVerifier verifier = verifier(keys(ISSUER), "10");
        String token = ISSUER.token(claims -> claims.jwtID("t1"));
        verifier.verify(token);
        long until = TokenForge.NOW.plusSeconds(600).toEpochMilli();

        revocations.add(new Revocation("r", "t1", null, null, TokenForge.NOW.toEpochMilli(), until));
        assertThatThrownBy(() -> verifier.verify(token)).hasMessage("revoked");

        revocations.remove(new Pardon("p", "r", TokenForge.NOW.toEpochMilli(), until));
        verifier.verify(token);
    }

    @Test
    void endsWithTheKeyThatMadeItsSignature() throws Exception {
        Path keys = keys(ISSUER);
        TokenVerifier verifier = verifier(keys, "10");
        String token = ISSUER.token(claims -> {});
        verifier.verify(token);

        keys(SUCCESSOR);
        // A name that no known key has: the keys are read again.
        assertThatThrownBy(() -> verifier.verify(unknownKey())).isInstanceOf(TokenRejected.class);

        assertThatThrownBy(() -> verifier.verify(token)).hasMessageContaining("no configured key");
    }

    @Test
    void anotherSignatureUnderTheSameClaimsIsAnotherToken() throws Exception {
        TokenVerifier verifier = verifier(keys(ISSUER), "10");
        String token = ISSUER.token(claims -> {});
        verifier.verify(token);

        String signature = SUCCESSOR.token(claims -> {});
        String forged = token.substring(0, token.lastIndexOf('.')) + signature.substring(signature.lastIndexOf('.'));

        assertThatThrownBy(() -> verifier.verify(forged)).hasMessageContaining("no configured key");
    }

    @Test
    void theLongestUnusedIsForgottenForANewOne() {
        VerifiedTokens tokens = new VerifiedTokens(2);
        VerifiedTokens.Verified verified = new VerifiedTokens.Verified(null, List.of());
        tokens.remember("a", verified);
        tokens.remember("b", verified);
        tokens.find("a");

        tokens.remember("c", verified);

        assertThat(tokens.size()).isEqualTo(2);
        assertThat(tokens.find("a")).isNotNull();
        assertThat(tokens.find("b")).isNull();
    }

    @Test
    void noneIsRememberedWhereTheOperatorWantsNone() {
        VerifiedTokens tokens = new VerifiedTokens(0);

        tokens.remember("a", new VerifiedTokens.Verified(null, List.of()));

        assertThat(tokens.size()).isZero();
    }
}
