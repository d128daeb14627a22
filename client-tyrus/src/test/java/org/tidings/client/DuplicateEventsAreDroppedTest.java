package org.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server sends twice must not be seen twice, and what it leaves out must not go unsaid. */
class DuplicateEventsAreDroppedTest {

    private static final String LIVE = "\"payload\":{\"recovered\":true,\"count\":0}";

    private final ScriptedServer server = new ScriptedServer();
    private final RecordingListener listener = new RecordingListener();
    private final TidingsClient client = server.client().build();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void whenTheirSeqWasSeen() throws Exception {
        ScriptedPeer peer = subscribed(SubscribeFrom.now(), 100, LIVE);
        peer.message("orders:eu", 101, 90);
        peer.message("orders:eu", 101, 90);
        peer.message("orders:eu", 99, 90);
        peer.message("orders:eu", 103, 101);

        assertThat(listener.next(2)).containsExactly(101L, 103L);
        assertThatNothingElseComes(peer);
    }

    @Test
    void andAHoleThatPrevProvesIsReported() throws Exception {
        ScriptedPeer peer = subscribed(SubscribeFrom.now(), 100, LIVE);
        peer.message("orders:eu", 105, 103);
        peer.message("orders:eu", 106, 105);

        assertThat(listener.next(3))
                .containsExactly(new Gap("orders:eu", "k3", 100L, 105L, Gap.UNANNOUNCED, null), 105L, 106L);
        assertThatNothingElseComes(peer);
    }

    @Test
    void andAPositionEventMakesPrevAboveTheLastEventNoHole() throws Exception {
        ScriptedPeer peer = subscribed(SubscribeFrom.now(), 100, LIVE);
        peer.event("position", "\"payload\":{\"epoch\":\"k3\",\"shard\":2,\"seq\":500}");
        peer.message("orders:eu", 501, 450);

        assertThat(listener.next(1)).containsExactly(501L);
        assertThatNothingElseComes(peer);
    }

    @Test
    void butNotOnesThatAPositionEventWronglyPassedOver() throws Exception {
        ScriptedPeer peer = subscribed(SubscribeFrom.now(), 100, LIVE);
        peer.event("position", "\"payload\":{\"epoch\":\"k3\",\"shard\":2,\"seq\":500}");
        peer.message("orders:eu", 300, 100);
        assertThat(listener.next(1)).containsExactly(300L);
        peer.abort();

        assertThat(server.connection().expect("subscribe").payload()).contains("\"seq\":300");
    }

    @Test
    void andAnAnnouncedGapIsReportedOnce() throws Exception {
        ScriptedPeer peer = subscribed(SubscribeFrom.now(), 100, LIVE);
        peer.event(
                "gap",
                "\"channel\":\"orders:eu\",\"payload\":{\"after\":100,\"before\":150,\"reason\":\"slow\",\"count\":12}");
        peer.message("orders:eu", 150, 149);

        assertThat(listener.next(2)).containsExactly(new Gap("orders:eu", "k3", 100L, 150L, "slow", 12L), 150L);
        assertThatNothingElseComes(peer);
    }

    /** Taken for the one that was promised, they made the client believe that it had everything, and it never asked for that one. */
    @Test
    void andExpiredEventsDoNotStandForTheOneThatIsStillToCome() throws Exception {
        ScriptedPeer peer = subscribed(
                SubscribeFrom.since("k3", 41), 200, "\"payload\":{\"recovered\":true,\"count\":1,\"expired\":2}");
        peer.event(
                "gap",
                "\"channel\":\"orders:eu\",\"payload\":{\"after\":41,\"before\":60,\"reason\":\"expired-event\",\"count\":2}");
        assertThat(listener.next(1)).containsExactly(new Gap("orders:eu", "k3", 41L, 60L, "expired-event", 2L));
        peer.abort();

        assertThat(server.connection().expect("subscribe").payload()).contains("\"seq\":59");
    }

    @Test
    void andAGapInTheReplyIsReportedBeforeTheEvents() throws Exception {
        ScriptedPeer peer = subscribed(
                SubscribeFrom.since("k3", 41),
                200,
                "\"payload\":{\"recovered\":false,\"count\":1,"
                        + "\"gap\":{\"after\":41,\"before\":97,\"reason\":\"expired\"}}");
        peer.message("orders:eu", 97, 96);
        peer.message("orders:eu", 201, 97);

        assertThat(listener.next(3)).containsExactly(new Gap("orders:eu", "k3", 41L, 97L, "expired", null), 97L, 201L);
        assertThatNothingElseComes(peer);
    }

    @Test
    void unlessTheyBelongToAnotherLog() throws Exception {
        ScriptedPeer peer = subscribed(SubscribeFrom.since("k2", 5000), 7, LIVE);
        peer.message("orders:eu", 8, 3);

        assertThat(listener.next(2))
                .containsExactly(new Gap("orders:eu", "k3", 5000L, null, Gap.UNANNOUNCED, null), 8L);
    }

    @Test
    void alsoWhenTheLogBeginsAnewUnderALiveSubscription() throws Exception {
        ScriptedPeer peer = subscribed(SubscribeFrom.now(), 5000, LIVE);
        peer.event(
                "gap",
                "\"channel\":\"orders:eu\",\"epoch\":\"k4\",\"payload\":{\"after\":5000,\"before\":1,\"reason\":\"epoch\"}");
        peer.message("orders:eu", 1, 0);
        assertThat(listener.next(2)).containsExactly(new Gap("orders:eu", "k4", 5000L, 1L, "epoch", null), 1L);
        peer.abort();

        assertThat(server.connection().expect("subscribe").payload())
                .isEqualTo("{\"since\":{\"epoch\":\"k4\",\"seq\":1}}");
    }

    private ScriptedPeer subscribed(SubscribeFrom from, long seq, String payload) throws InterruptedException {
        client.subscribe("orders:eu", from, listener);
        client.connect();
        ScriptedPeer peer = server.connection();
        peer.reply(peer.expect("subscribe"), "\"epoch\":\"k3\",\"shard\":2,\"seq\":" + seq + "," + payload);
        return peer;
    }

    /** An event of another subscription comes behind everything before it. */
    private void assertThatNothingElseComes(ScriptedPeer peer) throws InterruptedException {
        RecordingListener marker = new RecordingListener();
        client.subscribe("marker", SubscribeFrom.now(), marker);
        peer.reply(peer.expect("subscribe"), "\"epoch\":\"k3\",\"shard\":1,\"seq\":1," + LIVE);
        peer.message("marker", 2, 1);
        marker.next(1);
        listener.assertExhausted();
    }
}
