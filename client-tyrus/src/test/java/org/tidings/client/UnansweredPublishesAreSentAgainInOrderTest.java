package org.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.envelope.Envelope;

/**
 * A connection may die between a publish and its answer. Sent again too late, under another id, or behind a newer
 * message, it would be stored twice or in the wrong place.
 */
class UnansweredPublishesAreSentAgainInOrderTest {

    private final ScriptedServer server = new ScriptedServer();
    private TidingsClient client = server.client().build();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void beforeNewerOnesAndUnderTheSameMessageId() throws Exception {
        client.connect();
        ScriptedPeer first = server.connection();
        List<CompletableFuture<Receipt>> results = publish(5);
        List<Envelope> sent = receive(first, 5);
        accept(first, sent.get(0), 70);
        accept(first, sent.get(1), 71);
        assertThat(results.get(1).get(10, TimeUnit.SECONDS)).isEqualTo(new Receipt("k3", 71L, false));
        first.abort();
        results.add(client.publish("orders:eu", "5"));

        ScriptedPeer second = server.connection();
        List<Envelope> again = receive(second, 4);
        assertThat(again).extracting(Envelope::payload).containsExactly("2", "3", "4", "5");
        assertThat(again.subList(0, 3))
                .extracting(Envelope::messageId)
                .isEqualTo(sent.subList(2, 5).stream().map(Envelope::messageId).toList());
        second.reply(again.get(0), "\"epoch\":\"k3\",\"seq\":72,\"payload\":{\"duplicate\":true}");
        for (int i = 1; i < 4; i++) {
            accept(second, again.get(i), 72 + i);
        }
        assertThat(results.get(2).get(10, TimeUnit.SECONDS).duplicate()).isTrue();
        assertThat(results.get(5).get(10, TimeUnit.SECONDS).seq()).isEqualTo(75);
    }

    @Test
    void notAfterTheWindowInWhichDuplicatesAreKnown() throws Exception {
        client.connect();
        ScriptedPeer first = server.connection("{\"dedupeWindowMs\":50}");
        List<CompletableFuture<Receipt>> results = publish(3);
        receive(first, 3);
        first.abort();
        ScriptedPeer second = server.request();
        assertThat(failureOf(results.get(0))).isEqualTo(Failure.OUTCOME_UNKNOWN);
        assertThat(failureOf(results.get(2))).isEqualTo(Failure.OUTCOME_UNKNOWN);

        second.upgrade();
        second.event("hello", "\"payload\":{\"dedupeWindowMs\":50}");
        client.publish("orders:eu", "\"newer\"");
        assertThat(second.expect("publish").payload()).isEqualTo("\"newer\"");
    }

    @Test
    void onceWhatWasSentBehindARefusedOneHasItsAnswerToo() throws Exception {
        client.connect();
        ScriptedPeer peer = server.connection();
        List<CompletableFuture<Receipt>> results = publish(3);
        List<Envelope> sent = receive(peer, 3);
        peer.refuse(sent.get(0), "rate-limited", true, 20);
        peer.refuse(sent.get(1), "rate-limited", true, 10);
        // The answer to a ping comes behind the refusals: they are known to the client by then.
        CompletableFuture<Instant> seen = client.ping();
        peer.reply(peer.expect("ping"), "\"payload\":{\"now\":1}");
        seen.get(10, TimeUnit.SECONDS);
        results.add(client.publish("orders:eu", "3"));
        assertThat(peer.nothingComesWithin(50)).isTrue();
        peer.refuse(sent.get(2), "rate-limited", true, 0);

        List<Envelope> again = receive(peer, 4);
        assertThat(again).extracting(Envelope::payload).containsExactly("0", "1", "2", "3");
        for (int i = 0; i < 4; i++) {
            accept(peer, again.get(i), 70 + i);
        }
        for (CompletableFuture<Receipt> result : results) {
            result.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void neverBehindOneThatOvertookIt() throws Exception {
        client.connect();
        ScriptedPeer peer = server.connection();
        List<CompletableFuture<Receipt>> results = publish(2);
        CompletableFuture<Receipt> elsewhere = client.publish("orders:us", "9");
        List<Envelope> sent = receive(peer, 3);
        peer.refuse(sent.get(0), "rate-limited", true, 0);
        peer.refuse(sent.get(2), "rate-limited", true, 0);
        accept(peer, sent.get(1), 70);

        assertThat(failureOf(results.get(0))).isEqualTo(Failure.REFUSED);
        assertThat(results.get(1).get(10, TimeUnit.SECONDS).seq()).isEqualTo(70);
        Envelope again = peer.expect("publish");
        assertThat(again.channel()).isEqualTo("orders:us");
        accept(peer, again, 71);
        elsewhere.get(10, TimeUnit.SECONDS);
    }

    @Test
    void onAConnectionThatLivesWhenNoAnswerComes() throws Exception {
        client.close();
        client = server.client().requestTimeout(Duration.ofMillis(100)).build();
        client.connect();
        ScriptedPeer peer = server.connection();
        List<CompletableFuture<Receipt>> results = publish(2);
        List<Envelope> sent = receive(peer, 2);

        List<Envelope> again = receive(peer, 2);
        assertThat(again)
                .extracting(Envelope::messageId)
                .isEqualTo(sent.stream().map(Envelope::messageId).toList());
        // An answer counts whenever it comes, also when this very sending has been given up meanwhile.
        accept(peer, again.get(0), 70);
        accept(peer, again.get(1), 71);
        assertThat(results.get(0).get(10, TimeUnit.SECONDS).seq()).isEqualTo(70);
        assertThat(results.get(1).get(10, TimeUnit.SECONDS).seq()).isEqualTo(71);
    }

    @Test
    void andOneRefusedForGoodIsNotAmongThem() throws Exception {
        client.connect();
        ScriptedPeer peer = server.connection();
        List<CompletableFuture<Receipt>> results = publish(2);
        List<Envelope> sent = receive(peer, 2);
        peer.refuse(sent.get(0), "forbidden", false, 0);
        accept(peer, sent.get(1), 70);

        assertThatThrownBy(() -> results.get(0).get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(TidingsException.class, refused -> {
                    assertThat(refused.failure()).isEqualTo(Failure.REFUSED);
                    assertThat(refused.errorCode()).contains("forbidden");
                });
        assertThat(results.get(1).get(10, TimeUnit.SECONDS).seq()).isEqualTo(70);
    }

    @Test
    void untilTheDeadlineForTemporaryErrorsHasPassed() throws Exception {
        client.close();
        client = server.client().retryTimeout(Duration.ofMillis(30)).build();
        client.connect();
        ScriptedPeer peer = server.connection();
        CompletableFuture<Receipt> result = client.publish("orders:eu", "0");
        peer.refuse(peer.expect("publish"), "unavailable", true, 40);
        // The pause asked for outlasts the deadline: the second refusal is the last.
        peer.refuse(peer.expect("publish"), "unavailable", true, 40);

        assertThat(failureOf(result)).isEqualTo(Failure.REFUSED);
    }

    private List<CompletableFuture<Receipt>> publish(int count) {
        List<CompletableFuture<Receipt>> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            results.add(client.publish("orders:eu", Integer.toString(i)));
        }
        return results;
    }

    private static List<Envelope> receive(ScriptedPeer peer, int count) throws InterruptedException {
        List<Envelope> received = new ArrayList<>();
        while (received.size() < count) {
            received.add(peer.expect("publish"));
        }
        return received;
    }

    private static void accept(ScriptedPeer peer, Envelope publish, long seq) {
        peer.reply(publish, "\"epoch\":\"k3\",\"seq\":" + seq);
    }

    private static Failure failureOf(CompletableFuture<?> result) throws Exception {
        try {
            Object value = result.get(10, TimeUnit.SECONDS);
            throw new AssertionError("succeeded: " + value);
        } catch (ExecutionException failed) {
            return ((TidingsException) failed.getCause()).failure();
        }
    }
}
