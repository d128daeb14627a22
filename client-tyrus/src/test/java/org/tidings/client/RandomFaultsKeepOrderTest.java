package org.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.envelope.Envelope;

/**
 * Each rule of the publish queue is simple; it is their mixture that swaps two messages or stores one twice. Here a
 * server keeps its promises (order within a connection, de-duplication, nothing taken behind a message that it did not
 * take) and breaks everything else at random.
 */
class RandomFaultsKeepOrderTest {

    private static final int MESSAGES = 400;
    private static final String[] CHANNELS = {"orders:eu", "orders:us", "orders:asia"};

    /** What the log holds, by channel, in order. */
    private final Map<String, List<String>> log = new HashMap<>();

    private final Map<String, Long> seqByMessageId = new HashMap<>();
    private long lastSeq;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverHappensBetweenThem(long seed) throws Exception {
        Random random = new Random(seed);
        Map<String, List<String>> published = new HashMap<>();
        try (ScriptedServer server = new ScriptedServer();
                TidingsClient client = server.client()
                        .publishQueue(MESSAGES, 10_000_000)
                        .maxUnanswered(16)
                        .requestTimeout(Duration.ofMillis(100))
                        .build()) {
            client.connect();
            List<CompletableFuture<Receipt>> results = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                String channel = CHANNELS[random.nextInt(CHANNELS.length)];
                published.computeIfAbsent(channel, name -> new ArrayList<>()).add(Integer.toString(i));
                results.add(client.publish(channel, Integer.toString(i)));
            }
            CompletableFuture<Void> all = CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                    .exceptionally(failed -> null);
            while (!all.isDone()) {
                serve(server.connection(), random, all);
            }
            for (CompletableFuture<Receipt> result : results) {
                assertThat(result).isCompleted();
            }
        }
        // Stored once each, in the order of publishing.
        assertThat(log).isEqualTo(published);
    }

    /** Plays the server until the connection ends, by chance or because all is done. */
    private void serve(ScriptedPeer peer, Random random, CompletableFuture<Void> all) throws Exception {
        // After a fault nothing behind it is taken until the message that met it comes again, as servers promise.
        String awaited = null;
        Fault fault = null;
        while (!all.isDone()) {
            Envelope publish = peer.poll(1);
            if (publish == null || !publish.action().equals("publish")) {
                continue;
            }
            // The client may have its answer, and then it does not send the message another time.
            boolean known = seqByMessageId.containsKey(publish.messageId());
            if (publish.messageId().equals(awaited)) {
                awaited = null;
            } else if (awaited == null && !known && random.nextInt(40) == 0) {
                fault = Fault.values()[random.nextInt(Fault.values().length)];
                awaited = publish.messageId();
            }
            if (awaited == null) {
                peer.reply(
                        publish,
                        "\"epoch\":\"k3\",\"seq\":" + store(publish) + ",\"payload\":{\"duplicate\":" + known + "}");
                continue;
            }
            boolean first = publish.messageId().equals(awaited);
            switch (fault) {
                case BREAK -> {
                    peer.abort();
                    return;
                }
                case STORE_AND_BREAK -> {
                    store(publish);
                    peer.abort();
                    return;
                }
                case REFUSE -> peer.refuse(publish, "unavailable", true, 1);
                case STORE_AND_TIME_OUT -> {
                    if (first) {
                        store(publish);
                    }
                    peer.refuse(publish, "timeout", true, 1);
                }
                case STORE_IN_SILENCE -> store(publish);
                case LOSE_IN_SILENCE -> {
                    // Nothing is done and nothing said.
                }
            }
        }
    }

    private enum Fault {
        BREAK,
        STORE_AND_BREAK,
        REFUSE,
        STORE_AND_TIME_OUT,
        STORE_IN_SILENCE,
        LOSE_IN_SILENCE
    }

    private long store(Envelope publish) {
        return seqByMessageId.computeIfAbsent(publish.messageId(), id -> {
            log.computeIfAbsent(publish.channel(), name -> new ArrayList<>()).add(publish.payload());
            return ++lastSeq;
        });
    }
}
