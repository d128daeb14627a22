package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.testkit.Handshake;
import org.tidings.testkit.HttpAnswer;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.RawWebSocket;

/** Ways past the guard that only show with the real container: its paths, its headers, its logs. */
@ExtendWith(NodesExtension.class)
class TricksOfTheHandshakeIT {

    private NodePair pair;
    private URI ws;
    private String token;

    @BeforeEach
    void find(NodePair nodes) {
        pair = nodes;
        ws = nodes.a().ws();
        token = nodes.tokens().of("alice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tidings//ws",
                "/tidings/%77s",
                "/tidings/ws;a=b",
                "/tidings/ws/",
                "/tidings/./ws",
                "/tidings/console/../ws",
                "/tidings/WS",
                "/tidings/health/live",
                "/tidings/metrics",
                "/tidings/"
            })
    void noOtherSpellingOfTheAddressOpensWithoutAToken(String path) throws IOException {
        HttpAnswer answer = Handshake.to(ws.resolve(path)).refusal();

        assertThat(answer.status()).isBetween(400, 499);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1",
                "https://127.0.0.1:PORT",
                "HTTP://127.0.0.1:PORT",
                "http://127.0.0.1:PORT/",
                "http://127.0.0.1:PORT.evil.example",
                "http://127.0.0.1.evil.example:PORT",
                "http://127.0.0.1:PORT@evil.example",
                "http://user@127.0.0.1:PORT",
                "http://127.1:PORT",
                "http://2130706433:PORT",
                "http://[::ffff:127.0.0.1]:PORT",
                "http://127.0.0.1.:PORT",
                "http://LOCALHOST:PORT",
                "http://127.0.0.1:PORT, http://evil.example",
                "null",
                "file://"
            })
    void noOriginThatOnlyLooksAllowedIsLetIn(String origin) throws IOException {
        HttpAnswer answer = Handshake.to(ws)
                .bearer(token)
                .origin(origin.replace("PORT", Integer.toString(ws.getPort())))
                .refusal();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
    }

    /** A rebinding attacker chooses the Host header: it must not decide which origin is allowed. */
    @Test
    void aHostHeaderThatMatchesTheOriginHelpsNobody() throws IOException {
        HttpAnswer answer = Handshake.to(ws)
                .without("Host")
                .header("Host", "evil.example:" + ws.getPort())
                .origin("http://evil.example:" + ws.getPort())
                .bearer(token)
                .refusal();

        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void twoOriginsAreRefusedEvenWhereBothAreAllowed() throws IOException {
        String origin = "http://127.0.0.1:" + ws.getPort();

        assertThat(Handshake.to(ws)
                        .bearer(token)
                        .origin(origin)
                        .origin(origin)
                        .refusal()
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aPlainRequestIsToldToUpgrade() throws IOException {
        HttpAnswer answer =
                Handshake.to(ws).without("Upgrade").without("Connection").refusal();

        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.header("Upgrade")).contains("websocket");
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"status\":426");
    }

    @Test
    void anOldVersionIsToldTheNewOne() throws IOException {
        HttpAnswer answer = Handshake.to(ws)
                .without("Sec-WebSocket-Version")
                .header("Sec-WebSocket-Version", "8")
                .bearer(token)
                .refusal();

        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.header("Sec-WebSocket-Version")).contains("13");
    }

    @Test
    void noExtensionIsAgreedOnThatIsNotKnown() throws IOException {
        try (RawWebSocket socket = Handshake.to(ws)
                .bearer(token)
                .header("Sec-WebSocket-Extensions", "x-unknown; a=\"permessage-deflate\", permessage-bzip2")
                .open()) {
            assertThat(socket.handshake().header("Sec-WebSocket-Extensions")).isEmpty();
        }
    }

    @Test
    void noTokenIsEchoedOrLogged() throws IOException {
        String[] offer = {"tidings.v1.json", "bearer." + token};
        String origin = "http://127.0.0.1:" + ws.getPort();
        String bad = token.substring(0, token.length() - 4) + "AAAA";
        try (RawWebSocket socket =
                Handshake.to(ws).origin(origin).subprotocols(offer).open()) {
            assertThat(socket.handshake().toString()).doesNotContain("eyJ");
        }
        Handshake.to(ws).bearer(token).open().close();
        for (HttpAnswer answer : List.of(
                Handshake.to(ws).bearer(bad).refusal(),
                Handshake.to(ws)
                        .origin(origin)
                        .subprotocols("tidings.v1.json", "bearer." + bad)
                        .refusal(),
                Handshake.to(ws)
                        .origin("http://evil.example")
                        .subprotocols(offer)
                        .refusal(),
                Handshake.to(ws).origin(origin).subprotocols("other", offer[1]).refusal(),
                Handshake.to(URI.create(ws + "?token=" + token)).refusal())) {
            assertThat(answer.toString()).doesNotContain("eyJ");
        }

        String payload = token.split("\\.")[1];
        assertThat(logs()).isNotEmpty().allSatisfy(log -> assertThat(Files.readString(log, StandardCharsets.ISO_8859_1))
                .doesNotContain(payload));
    }

    private List<Path> logs() {
        try (Stream<Path> files = Files.walk(pair.control().folder())) {
            return files.filter(file -> file.toString().contains("log") && Files.isRegularFile(file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
