package org.tidings.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;

/**
 * A token of any text; any header and any claims with a good signature; a good token with damage. Whatever is accepted, the JDK
 * says too that the issuer signed it, and every claim can be asked for; the rest is rejected, and nothing else is thrown.
 */
public final class TokenFuzz {

    private static final String ES256 = "SHA256withECDSAinP1363Format";
    private static final TokenForge ISSUER = new TokenForge();
    private static final PrivateKey PRIVATE = TokenForge.make(ISSUER.ec::toPrivateKey);
    private static final PublicKey PUBLIC = TokenForge.make(ISSUER.ec::toPublicKey);
    private static final TokenVerifier VERIFIER = ISSUER.verifier();
    private static final byte[] GOOD = ISSUER.token(claims -> {}).getBytes(StandardCharsets.ISO_8859_1);

    private TokenFuzz() {}

    /** Where the fuzzer comes in: the first byte chooses what the rest is. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        String rest = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
        verify(
                switch (input[0] % 3) {
                    case 0 -> rest;
                    case 1 -> signed(rest);
                    default -> damaged(input);
                });
    }

    private static void verify(String token) {
        Caller caller;
        try {
            caller = VERIFIER.verify(token);
        } catch (TokenRejected declared) {
            assertThat(declared.temporary()).isFalse();
            assertThat(declared.getMessage()).matches("[ -~]{5,203}");
            return;
        }
        assertThat(signedByTheIssuer(token)).isTrue();
        assertThat(caller.getIssuer()).isEqualTo(TokenForge.ISSUER);
        assertThat(caller.acceptedUntil()).isAfter(TokenForge.NOW);
        assertThat(caller.getAudience()).containsAnyOf(TokenForge.AUDIENCE, "other");
        assertThat(caller.getName()).isNotBlank().hasSizeLessThanOrEqualTo(200);
        caller.getClaimNames().forEach(caller::getClaim);
        assertThat(caller.getGroups()).doesNotContain("");
        try {
            assertThat(VERIFIER.accept(caller.claims()).claims()).isEqualTo(caller.claims());
        } catch (TokenRejected surprise) {
            throw new AssertionError("its own claims, as a ticket holds them, are not accepted", surprise);
        }
    }

    /** Header and claims, with a line feed between. */
    private static String signed(String text) {
        List<String> parts = List.of(text.split("\n", 2));
        return TokenForge.sign(parts.get(0), parts.size() == 1 ? "" : parts.get(1), PRIVATE, ES256);
    }

    /** Pairs of bytes: where, and what is changed there. */
    private static String damaged(byte[] input) {
        byte[] token = GOOD.clone();
        for (int i = 1; i + 2 < input.length; i += 3) {
            token[((input[i] & 0xFF) << 8 | input[i + 1] & 0xFF) % token.length] ^= input[i + 2];
        }
        return new String(token, StandardCharsets.ISO_8859_1);
    }

    private static boolean signedByTheIssuer(String token) {
        String[] parts = token.split("\\.");
        return TokenForge.make(() -> {
            Signature signature = Signature.getInstance(ES256);
            signature.initVerify(PUBLIC);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8));
            return signature.verify(new Base64URL(parts[2]).decode());
        });
    }
}
