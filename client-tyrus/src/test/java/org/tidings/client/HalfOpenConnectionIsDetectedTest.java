package org.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.envelope.Envelope;

/** A cable pulled, a process frozen: nothing arrives, and nobody says so. */
class HalfOpenConnectionIsDetectedTest {

    private final ScriptedServer server = new ScriptedServer();
    private final TidingsClient client =
            server.client().livenessInterval(Duration.ofMillis(300)).build();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void whenNoAnswerComesToAPing() throws Exception {
        client.connect();
        ScriptedPeer silent = server.connection();
        silent.expect("ping");
        ScriptedPeer next = server.connection();
        assertThat(next).isNotSameAs(silent);
    }

    @Test
    void andAnAnswerKeepsTheConnection() throws Exception {
        client.connect();
        ScriptedPeer peer = server.connection();
        for (int i = 0; i < 5; i++) {
            Envelope ping = peer.expect("ping");
            peer.reply(ping, "\"payload\":{\"now\":1}");
        }
        assertThat(server.noOneComesWithin(1)).isTrue();
    }

    @Test
    void whenTheServerDoesNotGreet() throws Exception {
        try (TidingsClient hurried =
                server.client().connectTimeout(Duration.ofSeconds(1)).build()) {
            hurried.connect();
            server.request().upgrade();
            server.connection();
        }
    }

    @Test
    void whenTheServerDoesNotAnswerTheHandshake() throws Exception {
        try (TidingsClient hurried =
                server.client().connectTimeout(Duration.ofSeconds(1)).build()) {
            hurried.connect();
            server.request();
            server.connection();
        }
    }

    @Test
    void whenTheServerDoesNotAnswerASubscribe() throws Exception {
        try (TidingsClient hurried =
                server.client().requestTimeout(Duration.ofMillis(500)).build()) {
            hurried.subscribe("orders:eu", SubscribeFrom.last(3), event -> {});
            hurried.connect();
            server.connection().expect("subscribe");
            assertThat(server.connection().expect("subscribe").payload()).isEqualTo("{\"last\":3}");
        }
    }
}
