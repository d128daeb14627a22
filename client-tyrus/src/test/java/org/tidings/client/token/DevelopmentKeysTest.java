package org.tidings.client.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances that start in one folder at once must not end up with two keys: neither would trust the other. */
class DevelopmentKeysTest {

    @TempDir
    private Path folder;

    @Test
    void areTheSameForAllWhoStartAtOnce() throws Exception {
        Path shared = folder.resolve("new/data");
        int starters = 16;
        ExecutorService threads = Executors.newFixedThreadPool(starters);
        try {
            List<Callable<DevelopmentKeys>> starts = new ArrayList<>();
            for (int i = 0; i < starters; i++) {
                starts.add(() -> DevelopmentKeys.openOrCreate(shared));
            }
            Set<String> ids = new HashSet<>();
            int created = 0;
            for (Future<DevelopmentKeys> opened : threads.invokeAll(starts)) {
                ids.add(opened.get().key().getKeyID());
                created += opened.get().created() ? 1 : 0;
            }
            assertThat(ids).hasSize(1);
            assertThat(created).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        try (var files = Files.list(shared)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("development-private.jwk", "development-public.jwks");
        }
    }

    @Test
    void keepThePrivateOneToTheirOwner() throws Exception {
        DevelopmentKeys keys = DevelopmentKeys.openOrCreate(folder);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("development-private.jwk"))))
                .isEqualTo("rw-------");
        assertThat(Files.readString(keys.publicKeys())).doesNotContain("\"d\"");
    }

    @Test
    void signWhatThePublicFileVerifies() throws Exception {
        DevelopmentKeys keys = DevelopmentKeys.openOrCreate(folder);
        String token = new DevelopmentToken("alice", List.of("a", "b"), Duration.ofHours(1), List.of("orders:*"), null)
                .sign(DevelopmentKeys.openOrCreate(folder));

        SignedJWT parsed = SignedJWT.parse(token);
        JWKSet published = JWKSet.load(keys.publicKeys().toFile());
        assertThat(parsed.verify(new ECDSAVerifier(
                        published.getKeyByKeyId(parsed.getHeader().getKeyID()).toECKey())))
                .isTrue();
        assertThat(parsed.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
        JWTClaimsSet claims = parsed.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("tidings-development");
        assertThat(claims.getSubject()).isEqualTo("alice");
        assertThat(claims.getStringClaim("upn")).isEqualTo("alice");
        assertThat(claims.getStringListClaim("groups")).containsExactly("a", "b");
        assertThat(claims.getJWTID()).isNotBlank();
        assertThat(claims.getAudience()).isEmpty();
        assertThat(claims.getClaim("tidings")).isEqualTo(Map.of("subscribe", List.of("orders:*")));
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void signTokensThatHaveEnded() throws Exception {
        String token = DevelopmentToken.of("alice", Duration.ofHours(-1)).sign(DevelopmentKeys.openOrCreate(folder));
        JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
        assertThat(claims.getExpirationTime().toInstant())
                .isBefore(Instant.now().minusSeconds(3_500));
        assertThat(claims.getIssueTime()).isBefore(claims.getExpirationTime());
        assertThat(claims.getClaim("tidings")).isNull();
    }

    @Test
    void areNotReplacedWhenTheyCannotBeRead() throws Exception {
        Path broken = folder.resolve("development-private.jwk");
        Files.writeString(broken, "not a key");
        assertThatThrownBy(() -> DevelopmentKeys.openOrCreate(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("development-private.jwk");
        assertThat(Files.readString(broken)).isEqualTo("not a key");
    }
}
