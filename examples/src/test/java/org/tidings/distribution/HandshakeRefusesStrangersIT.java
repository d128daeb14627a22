package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Date;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Handshake;
import org.tidings.testkit.HttpAnswer;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.RawWebSocket;
import org.tidings.testkit.Tokens;
import org.tidings.testkit.WireClient;

@ExtendWith(NodesExtension.class)
class HandshakeRefusesStrangersIT {

    private URI ws;
    private Tokens tokens;

    @BeforeEach
    void find(NodePair pair) {
        ws = pair.a().ws();
        tokens = pair.tokens();
    }

    @Test
    void answers401WithoutAToken() throws IOException {
        assertUnauthorized(Handshake.to(ws).origin(origin()).refusal());
    }

    @Test
    void answers401ToEveryBadToken() throws IOException {
        String good = tokens.of("alice");
        assertUnauthorized(Handshake.to(ws).bearer("rubbish").refusal());
        assertUnauthorized(Handshake.to(ws)
                .bearer(good.substring(0, good.lastIndexOf('.') + 1) + "AAAA")
                .refusal());
        assertUnauthorized(Handshake.to(ws)
                .bearer(tokens.ending("alice", Duration.ofHours(-1)))
                .refusal());
        JWTClaimsSet elsewhere = tokens.claims("alice").issuer("somebody-else").build();
        assertUnauthorized(Handshake.to(ws).bearer(tokens.sign(elsewhere)).refusal());
        JWTClaimsSet endless =
                tokens.claims("alice").expirationTime((Date) null).build();
        assertUnauthorized(Handshake.to(ws).bearer(tokens.sign(endless)).refusal());
    }

    /** The header {"alg":"none"} and no signature: RFC 7519 §6 permits it, and that is a classic way in. */
    @Test
    void answers401ToAnUnsignedToken() throws IOException {
        String claims = tokens.of("alice").split("\\.")[1];
        assertUnauthorized(
                Handshake.to(ws).bearer("eyJhbGciOiJub25lIn0." + claims + ".").refusal());
    }

    /** An address ends in logs, histories and proxies; a token must not. */
    @Test
    void answers401ToATokenInTheAddress() throws IOException {
        URI withToken = URI.create(ws + "?token=" + tokens.of("alice"));
        assertUnauthorized(Handshake.to(withToken).refusal());
        assertUnauthorized(Handshake.to(URI.create(ws + "?access_token=" + tokens.of("alice")))
                .refusal());
    }

    @Test
    void answers403ToAForeignOriginEvenWithAGoodToken() throws IOException {
        HttpAnswer answer = Handshake.to(ws)
                .bearer(tokens.of("alice"))
                .origin("https://evil.example")
                .refusal();
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    }

    @Test
    void answers403ToABrowsersCarrierWithoutAnOrigin() throws IOException {
        HttpAnswer answer = Handshake.to(ws)
                .subprotocols("tidings.v1.json", "bearer." + tokens.of("alice"))
                .refusal();
        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void answers400WithTheKnownOnesToUnknownSubprotocols() throws IOException {
        HttpAnswer answer = Handshake.to(ws)
                .bearer(tokens.of("alice"))
                .subprotocols("graphql-ws", "tidings.v9.json")
                .refusal();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("tidings.v1.json");
    }

    @Test
    void acceptsABrowsersTokenAndNeverEchoesIt() throws IOException {
        String token = tokens.of("alice");
        RawWebSocket socket = Handshake.to(ws)
                .origin(origin())
                .subprotocols("tidings.v1.json", "bearer." + token)
                .open();
        try (WireClient client = WireClient.over(socket, null)) {
            assertThat(socket.subprotocol()).contains("tidings.v1.json");
            assertThat(socket.handshake().toString()).doesNotContain(token);
            assertThat(client.hello().payload().getString("user")).isEqualTo("alice");
        }
    }

    @Test
    void speaksVersionOneWithoutAnyOffer() throws IOException {
        RawWebSocket socket = Handshake.to(ws).bearer(tokens.of("alice")).open();
        try (WireClient client = WireClient.over(socket, null)) {
            assertThat(socket.subprotocol()).isEmpty();
            assertThat(client.hello().json().getInt("v")).isEqualTo(1);
        }
    }

    private String origin() {
        return "http://127.0.0.1:" + ws.getPort();
    }

    private static void assertUnauthorized(HttpAnswer answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("Bearer"));
        assertThat(answer.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    }
}
