package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.testkit.Await.await;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/** What a client can say wrongly, and the fixed answers. */
@ExtendWith(NodesExtension.class)
class MalformedRequestsIT {

    private NodePair pair;
    private String channel;

    @BeforeEach
    void find(NodePair running) {
        pair = running;
        channel = pair.freshChannel();
    }

    private WireClient connect() {
        return pair.a().connect(pair.tokens().of("alice"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rubbish",
                "[]",
                "{\"v\":1,\"type\":\"request\",\"action\":\"ping\",\"id\":\"1\"",
                "{\"type\":\"request\",\"action\":\"ping\",\"id\":\"1\"}",
                "{\"v\":2,\"type\":\"request\",\"action\":\"ping\",\"id\":\"1\"}",
                "{\"v\":\"1\",\"type\":\"request\",\"action\":\"ping\",\"id\":\"1\"}",
                "{\"v\":1,\"type\":\"event\",\"action\":\"ping\",\"id\":\"1\"}",
                "{\"v\":1,\"type\":\"request\",\"id\":\"1\"}",
                "{\"v\":1,\"type\":\"request\",\"action\":\"ping\",\"action\":\"ping\",\"id\":\"1\"}",
                "{\"v\":1,\"type\":\"request\",\"action\":\"ping\",\"id\":\"1\",\"payload\":{\"a\":1,\"a\":2}}",
                "{\"v\":1,\"type\":\"request\",\"action\":\"ping\",\"id\":\"1\",\"payload\":01}",
                "{\"v\":1,\"type\":\"request\",\"action\":\"ping\",\"id\":\"1\"} trailing",
                "{\"v\":1,\"type\":\"request\",\"action\":\"ping\",\"id\":"
                        + "\"12345678901234567890123456789012345678901234567890123456789012345\"}",
            })
    void answersBadEnvelopeAndLivesOn(String text) throws IOException {
        try (WireClient client = connect()) {
            client.socket().sendText(text);
            await(() -> client.strays().size() == 1, "no answer to " + text);
            assertThat(client.strays().get(0).errorCode()).isEqualTo("bad-envelope");
            client.request("ping").reply();
        }
    }

    @Test
    void acceptsDepth64AndRefusesDepth65() {
        try (WireClient client = connect()) {
            client.publish(channel, "[".repeat(63) + "]".repeat(63));
            client.request("publish")
                    .channel(channel)
                    .payload("[".repeat(64) + "]".repeat(64))
                    .error("bad-envelope");
        }
    }

    @Test
    void ignoresFieldsThatItDoesNotKnow() {
        try (WireClient client = connect()) {
            client.request("ping").member("future", "{\"x\":[1]}").reply();
        }
    }

    @Test
    void closesWith4008AfterTenBadEnvelopesInAMinute() throws IOException {
        try (WireClient client = connect()) {
            for (int i = 0; i < 9; i++) {
                client.socket().sendText("rubbish");
            }
            client.request("ping").reply();
            client.socket().sendText("rubbish");
            client.socket().sendText("rubbish");
            assertThat(client.awaitClose().code()).isEqualTo(4008);
        }
    }

    @Test
    void closesWith1009WhenAFrameExceedsTheLimit() throws IOException {
        try (WireClient client = connect()) {
            int limit = client.hello().payload().getJsonObject("limits").getInt("maxFrameBytes");
            assertThat(limit).isEqualTo(65_536);
            client.socket().sendText(" ".repeat(limit + 1));
            assertThat(client.awaitClose().code()).isEqualTo(1009);
        }
    }

    @Test
    void closesWith1009WhenFragmentsTogetherExceedTheLimit() throws IOException {
        try (WireClient client = connect()) {
            client.socket().sendFragmented(" ".repeat(65_537), 8_192);
            assertThat(client.awaitClose().code()).isEqualTo(1009);
        }
    }

    @Test
    void acceptsAFrameOfExactlyTheLimit() throws IOException {
        try (WireClient client = connect()) {
            String request = client.request("ping").text();
            client.socket().sendText(" ".repeat(65_536 - request.length()) + request);
            await(() -> client.strays().size() == 1, "no answer to a frame of 65,536 bytes");
            assertThat(client.strays().get(0).type()).isEqualTo("reply");
        }
    }

    @Test
    void namesTheKindOfEveryWrongRequest() {
        try (WireClient client = connect()) {
            client.request("unheard-of").error("unknown-action");
            client.request("subscribe").channel("not a channel").error("bad-channel");
            client.request("subscribe").channel("a".repeat(201)).error("bad-channel");
            client.request("subscribe").error("bad-channel");
            client.request("unsubscribe").channel(channel).error("not-subscribed");
            client.subscribe(channel);
            client.request("subscribe").channel(channel).error("already-subscribed");
            client.request("publish")
                    .channel(channel)
                    .payload("1")
                    .member("expiresAt", "1")
                    .error("expired");
            client.assertExhausted();
        }
    }

    @Test
    void forbidsWhatTheTokensClaimDoesNotGrant() {
        String token = pair.tokens().narrowed("bob", List.of("it:*"), List.of());
        try (WireClient bob = pair.a().connect(token)) {
            bob.subscribe(channel);
            bob.request("publish").channel(channel).payload("1").error("forbidden");
            bob.request("subscribe").channel("orders:1").error("forbidden");
            bob.request("history").channel("orders:1").error("forbidden");
        }
    }

    @Test
    void saysWhetherARepetitionMayHelp() {
        try (WireClient client = connect()) {
            WireEnvelope error =
                    client.request("subscribe").channel("not a channel").error("bad-channel");
            assertThat(error.payload().getBoolean("temporary")).isFalse();
            assertThat(error.payload().getString("message")).isNotBlank();
            assertThat(error.action()).isEqualTo("subscribe");
        }
    }
}
