package org.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Events and replies without positions: taken for position 0 they would be duplicates of each other, a reconnect would ask for
 * what is behind it, and a publish that is sent again would come twice.
 */
class EphemeralChannelsHaveNoPositionsTest {

    private static final String LIVE = "\"channel\":\"cursor:a\",\"payload\":{\"recovered\":true,\"count\":0}";

    private final ScriptedServer server = new ScriptedServer();
    private final RecordingListener listener = new RecordingListener();
    private final TidingsClient client = server.client().build();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void everyEventIsPassedOnAndAReconnectAsksForNothingThatWas() throws Exception {
        ScriptedPeer peer = subscribed(SubscribeFrom.last(5));
        message(peer, "1");
        message(peer, "1");
        peer.event("position", "\"payload\":{\"epoch\":\"k3\",\"shard\":0,\"seq\":500}");
        message(peer, "2");
        assertThat(listener.next(3)).containsExactly("1", "1", "2");
        peer.abort();

        ScriptedPeer next = server.connection();
        var again = next.expect("subscribe");
        assertThat(again.payload()).isNull();
        next.reply(again, LIVE);
        message(next, "3");
        assertThat(listener.next(1)).containsExactly("3");
        listener.assertExhausted();
    }

    @Test
    void whatWasDroppedIsToldWithItsCountOrItsBound() throws Exception {
        ScriptedPeer peer = subscribed(SubscribeFrom.now());
        peer.event("gap", "\"channel\":\"cursor:a\",\"payload\":{\"reason\":\"dropped\",\"count\":7}");
        peer.event("gap", "\"channel\":\"cursor:a\",\"payload\":{\"reason\":\"dropped\",\"atMost\":40}");
        message(peer, "8");

        assertThat(listener.next(3))
                .containsExactly(
                        new Gap("cursor:a", null, null, null, "dropped", 7L, null),
                        new Gap("cursor:a", null, null, null, "dropped", null, 40L),
                        "8");
    }

    /** The operator made the channel's namespace ephemeral: the position that the client holds will never be reached again. */
    @Test
    void aPositionFromBeforeIsForgottenOnceItsLossIsTold() throws Exception {
        client.subscribe("cursor:a", SubscribeFrom.since(new Position("k3", 41)), listener);
        client.connect();
        ScriptedPeer peer = server.connection();
        peer.reply(
                peer.expect("subscribe"),
                "\"channel\":\"cursor:a\",\"payload\":{\"recovered\":false,\"count\":0,"
                        + "\"gap\":{\"after\":41,\"reason\":\"dropped\"}}");
        message(peer, "1");
        assertThat(listener.next(2)).containsExactly(new Gap("cursor:a", null, 41L, null, "dropped", null, null), "1");
        peer.abort();

        assertThat(server.connection().expect("subscribe").payload()).isNull();
    }

    @Test
    void aPublishWithoutItsAnswerIsNotSentAgain() throws Exception {
        client.connect();
        ScriptedPeer peer = server.connection();
        CompletableFuture<Receipt> first = client.publish("cursor:a", "1");
        peer.reply(peer.expect("publish"), "\"channel\":\"cursor:a\"");
        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(new Receipt(null, null, false));
        CompletableFuture<Receipt> unanswered = client.publish("cursor:b", "2");
        peer.expect("publish");
        peer.abort();

        ScriptedPeer next = server.connection();
        assertThatThrownBy(() -> unanswered.get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(TidingsException.class)
                .extracting(failure -> ((TidingsException) failure.getCause()).failure())
                .isEqualTo(Failure.OUTCOME_UNKNOWN);
        client.publish("cursor:a", "3");
        assertThat(next.expect("publish").payload()).isEqualTo("3");
    }

    private ScriptedPeer subscribed(SubscribeFrom from) throws InterruptedException {
        client.subscribe("cursor:a", from, listener);
        client.connect();
        ScriptedPeer peer = server.connection();
        peer.reply(peer.expect("subscribe"), LIVE);
        return peer;
    }

    private static void message(ScriptedPeer peer, String payload) {
        peer.event("message", "\"channel\":\"cursor:a\",\"from\":\"bob\",\"at\":1,\"payload\":" + payload);
    }
}
