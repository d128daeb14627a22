package org.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.envelope.Envelope;

/** A connection that is cut off every hour, with its token, loses time that nobody needs to lose. */
class TokenIsRenewedOnTheLiveConnectionTest {

    private final ScriptedServer server = new ScriptedServer();
    private final AtomicInteger tokensAsked = new AtomicInteger();
    private final TidingsClient client = server.client()
            .token(() -> "token-" + tokensAsked.incrementAndGet())
            .build();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void whenTheServerWarns() throws Exception {
        client.connect();
        ScriptedPeer peer = server.connection();
        assertThat(peer.header("Authorization")).isEqualTo("Bearer token-1");
        peer.event("expiring", "\"payload\":{\"expiresAt\":1789990000000}");

        Envelope renewal = peer.expect("authenticate");
        assertThat(renewal.payload()).isEqualTo("{\"token\":\"token-2\"}");
        peer.reply(renewal, "\"payload\":{\"expiresAt\":1789993600000}");
        assertThat(server.noOneComesWithin(50)).isTrue();
    }

    @Test
    void andWhereThatFailsTheNextConnectionHasAFreshOne() throws Exception {
        client.connect();
        ScriptedPeer peer = server.connection();
        peer.event("expiring", "\"payload\":{\"expiresAt\":1789990000000}");
        peer.refuse(peer.expect("authenticate"), "unauthenticated", false, 0);
        peer.close(4201, "token expired");

        assertThat(server.connection().header("Authorization")).isEqualTo("Bearer token-3");
    }
}
