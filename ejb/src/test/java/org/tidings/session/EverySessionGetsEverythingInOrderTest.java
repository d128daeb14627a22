package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.session.Await.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tidings.authentication.Callers;
import org.tidings.envelope.CloseCode;
import org.tidings.fanout.Fanout;
import org.tidings.fanout.StartFrom;
import org.tidings.fanout.Subscription;
import org.tidings.limits.Refusals;
import org.tidings.limits.RequestLimits;
import org.tidings.log.Event;
import org.tidings.log.LogShard;
import org.tidings.log.Publication;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.namespace.Retention;
import org.tidings.settings.Settings;

/**
 * Two tails, the writers and sockets that take a frame now or later meet as they like, with so little room that subscriptions fall
 * behind all the time: a wake-up that is lost leaves a session standing, a frame that is shared by mistake gives it a stranger's events.
 */
class EverySessionGetsEverythingInOrderTest {

    private static final int SESSIONS = 60;
    private static final int EVENTS = Boolean.getBoolean("tidings.test.long") ? 50_000 : 1_000;
    private static final int SHARDS = 2;
    private static final int LITTLE_ROOM = 2_000;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<LogShard> shards = List.of(new LogShard("main", 0), new LogShard("main", 1));
    private final Fanout fanout = new Fanout(shards, channel -> Retention.ALL, meters);
    private final ExecutorService network = Executors.newSingleThreadExecutor();

    /** Takes every third frame later. Its state is handed from one send to the next. */
    private final class Socket implements Transport {
        /** What it had last, by shard. */
        private final long[] last = new long[SHARDS];

        private volatile String wrong;
        private volatile long had;

        @Override
        public void send(OutboundFrame frame, Consumer<Throwable> done) {
            for (String envelope : frame.text().split("\n")) {
                if (envelope.contains("\"message\"")) {
                    event(envelope);
                }
            }
            if (ThreadLocalRandom.current().nextInt(3) == 0) {
                network.execute(() -> done.accept(null));
            } else {
                done.accept(null);
            }
        }

        private void event(String envelope) {
            int shard = envelope.contains("\"x:1\"") ? 1 : 0;
            long seq = number(envelope, "\"seq\":");
            if (seq != last[shard] + 1) {
                wrong = envelope + " behind " + last[shard];
            }
            last[shard] = seq;
            had++;
        }

        private static long number(String envelope, String field) {
            int from = envelope.indexOf(field) + field.length();
            return Long.parseLong(envelope, from, envelope.indexOf(',', from), 10);
        }

        @Override
        public void ping() {}

        @Override
        public void close(CloseCode code) {}
    }

    @Test
    void nothingIsLostNothingComesTwiceNothingOvertakes() throws InterruptedException {
        SessionRegistry registry = new SessionRegistry(
                new SessionSettings("here", 1_024, LITTLE_ROOM, 1 << 30, 60_000, 60_000, 60_000, 120_000, 1),
                new RequestLimits(Settings.of(Map.of()), new Refusals(meters)),
                Thread::new,
                meters);
        try {
            List<Socket> sockets = new ArrayList<>();
            shards.forEach(shard -> fanout.newEpoch(shard.number(), "k1", 1));
            for (int i = 0; i < SESSIONS; i++) {
                Socket socket = new Socket();
                sockets.add(socket);
                Session session =
                        registry.open(Callers.named("alice", Instant.now().plusSeconds(600)), socket);
                for (int shard = 0; shard < SHARDS; shard++) {
                    Subscription subscription =
                            fanout.feed(shard).subscription("x:" + shard, session.outlet(), NamespaceOptions.OPEN);
                    fanout.feed(shard).attach(subscription, new StartFrom.Now(), attached -> {});
                }
            }
            List<Thread> tails = new ArrayList<>();
            for (int shard = 0; shard < SHARDS; shard++) {
                int number = shard;
                tails.add(new Thread(() -> tail(number), "tail " + number));
            }
            tails.forEach(Thread::start);
            for (Thread tail : tails) {
                tail.join();
            }
            for (Socket socket : sockets) {
                await(() -> socket.wrong != null || socket.had == SHARDS * EVENTS, "every event");
                assertThat(socket.wrong).isNull();
            }
            assertThat(meters.get("tidings.subscriptions.behind").counter().count())
                    .as("there was too little room")
                    .isPositive();
        } finally {
            registry.stop();
            network.shutdownNow();
        }
    }

    private void tail(int shard) {
        for (long seq = 1; seq <= EVENTS; seq++) {
            Publication publication = new Publication("x:" + shard, "bob", Long.toString(seq), "1", Map.of(), 0, 4);
            fanout.event(new Event(shard, "k1", seq, seq - 1, 1, null, publication), 1);
        }
    }
}
