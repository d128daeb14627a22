package org.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.envelope.Envelope;

/** The promise of the client: an interruption costs nothing that is retained. */
class ReconnectResumesFromLastPositionTest {

    private final ScriptedServer server = new ScriptedServer();
    private final RecordingListener listener = new RecordingListener();
    private final TidingsClient client = server.client().build();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void asksForWhatFollowsTheLastEvent() throws Exception {
        ScriptedPeer first = subscribedAt(100);
        first.message("orders:eu", 105, 90);
        assertThat(listener.next(1)).containsExactly(105L);
        first.abort();

        Envelope again = server.connection().expect("subscribe");
        assertThat(again.channel()).isEqualTo("orders:eu");
        assertThat(again.payload()).isEqualTo("{\"since\":{\"epoch\":\"k3\",\"seq\":105}}");
    }

    @Test
    void asksForWhatFollowsTheReplyWhereNoEventCame() throws Exception {
        subscribedAt(100).abort();

        assertThat(server.connection().expect("subscribe").payload()).contains("\"seq\":100");
    }

    @Test
    void asksForWhatFollowsThePositionEvent() throws Exception {
        ScriptedPeer first = subscribedAt(100);
        first.event("position", "\"payload\":{\"epoch\":\"k3\",\"shard\":1,\"seq\":4000}");
        first.event("position", "\"payload\":{\"epoch\":\"k3\",\"shard\":2,\"seq\":9120}");
        // Of another log: it says nothing about this channel.
        first.event("position", "\"payload\":{\"epoch\":\"k9\",\"shard\":2,\"seq\":9999}");
        first.abort();

        assertThat(server.connection().expect("subscribe").payload()).contains("\"seq\":9120");
    }

    @Test
    void doesNotTrustTheReplyBeforeItsEventsHaveCome() throws Exception {
        ScriptedPeer first = subscribedAt(100);
        first.abort();
        ScriptedPeer second = server.connection();
        second.reply(
                second.expect("subscribe"),
                "\"epoch\":\"k3\",\"shard\":2,\"seq\":300,\"payload\":{\"recovered\":true,\"count\":3}");
        second.message("orders:eu", 201, 90);
        // Holds for channels that are live, which this one is not yet.
        second.event("position", "\"payload\":{\"epoch\":\"k3\",\"shard\":2,\"seq\":300}");
        second.abort();

        ScriptedPeer third = server.connection();
        Envelope again = third.expect("subscribe");
        assertThat(again.payload()).contains("\"seq\":201");
        third.reply(again, "\"epoch\":\"k3\",\"shard\":2,\"seq\":300,\"payload\":{\"recovered\":true,\"count\":2}");
        third.message("orders:eu", 202, 201);
        third.message("orders:eu", 203, 202);
        assertThat(listener.next(3)).containsExactly(201L, 202L, 203L);
        third.abort();

        assertThat(server.connection().expect("subscribe").payload()).contains("\"seq\":300");
    }

    private ScriptedPeer subscribedAt(long seq) throws InterruptedException {
        client.subscribe("orders:eu", SubscribeFrom.now(), listener);
        client.connect();
        ScriptedPeer peer = server.connection();
        peer.reply(
                peer.expect("subscribe"),
                "\"epoch\":\"k3\",\"shard\":2,\"seq\":" + seq + ",\"payload\":{\"recovered\":true,\"count\":0}");
        return peer;
    }
}
