package org.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a filter leaves out is no hole; and a hole is none the less one because a filter is there. */
class FilteredEventsAreNotMissingTest {

    private static final String REPLY = "\"epoch\":\"k3\",\"shard\":2,\"seq\":100,";
    private static final String LIVE = REPLY + "\"payload\":{\"recovered\":true,\"count\":0}";

    private final ScriptedServer server = new ScriptedServer();
    private final RecordingListener listener = new RecordingListener();
    private final TidingsClient client = server.client().build();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private ScriptedPeer subscribed() throws InterruptedException {
        client.subscribe("orders:eu", "price > 10", SubscribeFrom.now(), listener);
        client.connect();
        ScriptedPeer peer = server.connection();
        peer.reply(peer.expect("subscribe"), LIVE);
        return peer;
    }

    private static void filtered(ScriptedPeer peer, long after, long before, long count) {
        peer.event(
                "filtered",
                "\"channel\":\"orders:eu\",\"epoch\":\"k3\",\"shard\":2,\"payload\":{\"after\":" + after
                        + ",\"before\":" + before + ",\"count\":" + count + "}");
    }

    @Test
    void whatTheServerLeftOutMakesNoGap() throws Exception {
        ScriptedPeer peer = subscribed();
        filtered(peer, 100, 106, 3);
        peer.message("orders:eu", 107, 105);
        peer.message("orders:eu", 108, 107);

        assertThat(listener.next(2)).containsExactly(107L, 108L);
        listener.assertExhausted();
    }

    @Test
    void whatWasLostBesideItDoes() throws Exception {
        ScriptedPeer peer = subscribed();
        filtered(peer, 103, 106, 2);
        peer.message("orders:eu", 110, 108);

        assertThat(listener.next(3))
                .containsExactly(
                        new Gap("orders:eu", "k3", 100L, 104L, Gap.UNANNOUNCED, null),
                        new Gap("orders:eu", "k3", 105L, 110L, Gap.UNANNOUNCED, null),
                        110L);
        listener.assertExhausted();
    }

    /** A position event may have come first. */
    @Test
    void whatIsToldLateTakesNothingBack() throws Exception {
        ScriptedPeer peer = subscribed();
        peer.event("position", "\"payload\":{\"epoch\":\"k3\",\"shard\":2,\"seq\":500}");
        filtered(peer, 100, 106, 3);
        peer.message("orders:eu", 501, 105);
        assertThat(listener.next(1)).containsExactly(501L);
        peer.abort();

        assertThat(server.connection().expect("subscribe").payload()).contains("\"seq\":501");
    }

    @Test
    void theFilterIsAskedForAgainFromWhereItHadLooked() throws Exception {
        ScriptedPeer peer = subscribed();
        filtered(peer, 100, 106, 3);
        peer.event("expiring", "\"payload\":{\"expiresAt\":1}");
        peer.event("heartbeat", "\"payload\":{}");
        filtered(peer, 105, 110, 1);
        peer.message("orders:eu", 111, 109);
        listener.next(1);
        filtered(peer, 111, 121, 1);
        peer.message("orders:eu", 110, 100);
        peer.message("orders:eu", 125, 120);
        assertThat(listener.next(1)).containsExactly(125L);
        peer.abort();

        ScriptedPeer next = server.connection();
        assertThat(next.expect("subscribe").payload())
                .isEqualTo("{\"filter\":\"price > 10\",\"since\":{\"epoch\":\"k3\",\"seq\":125}}");
    }
}
