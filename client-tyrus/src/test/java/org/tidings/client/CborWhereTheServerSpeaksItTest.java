package org.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.envelope.Envelope;

/** Binary frames are an offer: a server that does not take it is spoken to in text, in which nothing is lost. */
class CborWhereTheServerSpeaksItTest {

    private final ScriptedServer server = new ScriptedServer();
    private final RecordingListener listener = new RecordingListener();
    private final TidingsClient client = server.client().cbor().build();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void everythingIsSaidInBinaryFrames() throws Exception {
        talk("tidings.v1.cbor");
    }

    @Test
    void orInTextWhereTheServerChoosesThat() throws Exception {
        talk("tidings.v1.json");
    }

    private void talk(String chosen) throws Exception {
        client.subscribe("orders:eu", SubscribeFrom.now(), listener);
        CompletableFuture<Receipt> first = client.publish("orders:eu", "{\"n\": 1.0}");
        CompletableFuture<Receipt> second = client.publish("orders:eu", "\"\u00e9\uD83D\uDE00\"");
        client.connect();
        ScriptedPeer peer = server.request();
        assertThat(peer.header("Sec-WebSocket-Protocol").replace(" ", "")).isEqualTo("tidings.v1.cbor,tidings.v1.json");
        peer.upgrade(chosen);
        peer.event("hello", "\"payload\":{\"instance\":\"scripted\",\"dedupeWindowMs\":120000}");
        for (int i = 0; i < 3; i++) {
            Envelope request = peer.next();
            if (request.action().equals("subscribe")) {
                peer.reply(
                        request,
                        "\"epoch\":\"k3\",\"shard\":2,\"seq\":100,\"payload\":{\"recovered\":true,\"count\":0}");
                peer.message("orders:eu", 101, 90);
            } else {
                assertThat(request.payload()).isIn("{\"n\": 1.0}", "\"\u00e9\uD83D\uDE00\"");
                peer.reply(request, "\"epoch\":\"k3\",\"shard\":2,\"seq\":" + (100 + i));
            }
        }
        first.get(10, TimeUnit.SECONDS);
        second.get(10, TimeUnit.SECONDS);
        assertThat(listener.next(1)).containsExactly(101L);
    }
}
