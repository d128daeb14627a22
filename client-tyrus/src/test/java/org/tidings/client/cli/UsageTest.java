package org.tidings.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts read exit codes, people read one line. */
class UsageTest {

    @TempDir
    private Path data;

    @Test
    void tokenPrintsTheTokenAndNothingElse() throws Exception {
        try (RunningCommand token = new RunningCommand(
                data,
                ("token alice --groups a,b --ttl=-1h --subscribe orders:* --subscribe news:* --publish orders:*"
                                + " --keys keys")
                        .split(" "))) {
            JWTClaimsSet claims = SignedJWT.parse(token.line()).getJWTClaimsSet();
            assertThat(token.line()).isNull();
            assertThat(token.exitCode()).isZero();
            assertThat(claims.getSubject()).isEqualTo("alice");
            assertThat(claims.getStringListClaim("groups")).containsExactly("a", "b");
            assertThat(claims.getClaim("tidings"))
                    .isEqualTo(Map.of("subscribe", List.of("orders:*", "news:*"), "publish", List.of("orders:*")));
            assertThat(claims.getExpirationTime()).isInThePast();
            assertThat(token.errorLine()).isEqualTo("made new development keys in keys");
        }
        assertThat(data.resolve("keys/development-private.jwk")).exists();
    }

    @Test
    void anUnusableFolderIsOneLine() throws Exception {
        Files.writeString(data.resolve("file"), "");
        try (RunningCommand token = new RunningCommand(data, "token", "alice", "--keys", "file")) {
            assertThat(token.exitCode()).isEqualTo(1);
            assertThat(token.errorLine())
                    .startsWith("tidings token: cannot use the folder of the development keys: file");
            assertThat(token.line()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token",
                "token alice bob",
                "token alice --ttl 5",
                "token alice --ttl forever",
                "tail",
                "tail a --last 0",
                "tail a --last 3 --since k3.4",
                "tail a --since k3",
                "tail a --count 0",
                "tail a --count x",
                "tail a --url http://127.0.0.1/",
                "publish",
                "publish a 1 2",
                "publish a 1 --rate 0",
                "publish a 1 --rate fast",
                "listen a"
            })
    void wrongUsageIsOneLineAndTwo(String line) throws Exception {
        try (RunningCommand command = new RunningCommand(data, line.split(" "))) {
            assertThat(command.exitCode()).isEqualTo(2);
            assertThat(command.errorLine()).startsWith("tidings").contains("--help)");
            assertThat(command.line()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "tail", "publish"})
    void helpNamesExamplesAndExitCodes(String name) throws Exception {
        try (RunningCommand command = new RunningCommand(data, name, "--help")) {
            StringBuilder help = new StringBuilder();
            for (String line = command.line(); line != null; line = command.line()) {
                help.append(line).append('\n');
            }
            assertThat(command.exitCode()).isZero();
            assertThat(help)
                    .startsWith("Usage: tidings " + name)
                    .contains("./tidings " + name)
                    .contains("Exit codes: 0")
                    .contains("--keys")
                    .contains("--data");
        }
    }
}
