package org.tidings.testkit.load;

import static org.tidings.testkit.Await.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.tidings.client.Publication;
import org.tidings.client.Receipt;
import org.tidings.client.TidingsClient;
import org.tidings.testkit.BrokerNode;
import org.tidings.testkit.FaultProxy;
import org.tidings.testkit.HistoryChecker;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.Violation;

/**
 * Java clients lose their connections again and again, in every way there is, while events flow: each must come back and
 * miss nothing.
 *
 * @param clients how many
 * @param drops how often each is dropped
 * @param eventsPerSecond in all
 */
public record ClientDrops(int clients, int drops, int eventsPerSecond) implements Scenario {

    /** Each with its share of the clients, so that the drops of a round differ in kind and moment. */
    private static final int PROXIES = 10;

    private static final int CHANNELS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int MEAN_FAULT_MILLIS = 300;
    private static final int SHOWN = 5;

    public static ClientDrops full() {
        return new ClientDrops(500, 20, 50);
    }

    public static ClientDrops brief() {
        return new ClientDrops(50, 3, 50);
    }

    @Override
    public String name() {
        return "client-drops";
    }

    @Override
    public void run(Report report) {
        long seed = ThreadLocalRandom.current().nextLong();
        report.progress("starting a broker and two instances; seed %d", seed);
        try (NodeControl control = new NodeControl()) {
            BrokerNode broker = control.broker("broker");
            broker.start();
            Node a = control.attached("a", broker.url());
            Node b = control.attached("b", broker.url());
            a.launch();
            b.launch();
            a.awaitReady();
            b.awaitReady();
            List<FaultProxy> proxies = IntStream.range(0, PROXIES)
                    .mapToObj(i -> FaultProxy.to((i % 2 == 0 ? a : b).ws().getPort(), seed + i))
                    .toList();
            try (Run run = new Run(report, control.tokens().of("drops"), a.ws(), proxies, new Random(seed))) {
                run.all();
            } finally {
                proxies.forEach(FaultProxy::close);
            }
        }
    }

    /** All that lives while it runs. */
    private final class Run implements AutoCloseable {

        private final Report report;
        private final List<FaultProxy> proxies;
        private final Random random;

        /** Guarded by itself. */
        private final HistoryChecker checker = new HistoryChecker();

        private final TidingsClient publisher;
        private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
        private final List<DroppedClient> members = new ArrayList<>();
        private final Times returns = new Times();
        private final Map<Drop, Integer> kinds = new EnumMap<>(Drop.class);
        private final AtomicLong published = new AtomicLong();
        private final AtomicLong acknowledged = new AtomicLong();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final String token;

        Run(Report report, String token, URI direct, List<FaultProxy> proxies, Random random) {
            this.report = report;
            this.token = token;
            this.proxies = proxies;
            this.random = random;
            this.publisher = TidingsClient.builder(direct).token(() -> token).build();
        }

        void all() {
            report.progress("%d clients connect", clients);
            publisher.connect();
            begin();
            pace.scheduleAtFixedRate(
                    () -> publish(channel(published.get())), 0, 1_000_000_000L / eventsPerSecond, TimeUnit.NANOSECONDS);
            int returned = 0;
            for (int round = 1; round <= drops; round++) {
                returned += dropAll(round);
            }
            pace.shutdown();
            await(
                    PATIENCE,
                    () -> acknowledged.get() == published.get() || failure.get() != null,
                    () -> "of " + published + " events " + acknowledged + " were acknowledged");
            int expected = clients * drops;
            report.goal("came back after a drop", returned == expected, "100 %", "%d of %d", returned, expected);
            report.figure("back and caught up after the fault was over", "%s", returns.text());
            report.figure("drops by kind, each of " + clients / PROXIES + " clients", "%s", kinds);
            judge();
        }

        private String channel(long number) {
            return "drops:" + number % CHANNELS;
        }

        /** Each channel's first event is where its followers begin. */
        private void begin() {
            for (int c = 0; c < CHANNELS; c++) {
                Receipt first = publish(channel(c)).join();
                for (int i = c; i < clients; i += CHANNELS) {
                    int proxy = members.size() % PROXIES;
                    URI uri = URI.create("ws://127.0.0.1:" + proxies.get(proxy).port() + "/tidings/ws");
                    DroppedClient member = new DroppedClient("client-" + i, uri, token, channel(c), proxy, checker);
                    members.add(member);
                    member.begin(first.epoch(), first.seq());
                }
            }
            await(PATIENCE, () -> members.stream().allMatch(DroppedClient::isLive), () -> "all clients are live");
        }

        private CompletableFuture<Receipt> publish(String channel) {
            String messageId = "event-" + published.incrementAndGet();
            synchronized (checker) {
                checker.sent("publisher", channel, messageId);
            }
            return publisher
                    .publish(Publication.of(channel, "{\"n\":\"" + messageId + "\"}")
                            .withMessageId(messageId))
                    .whenComplete((receipt, problem) -> {
                        if (problem != null) {
                            failure.compareAndSet(null, problem);
                            return;
                        }
                        acknowledged.incrementAndGet();
                        synchronized (checker) {
                            checker.acknowledged(channel, messageId, receipt.epoch(), receipt.seq());
                        }
                    });
        }

        /** Drops every client once: how many have come back. */
        private int dropAll(int round) {
            int[] before = members.stream().mapToInt(DroppedClient::drops).toArray();
            long[] healed = new long[PROXIES];
            List<Drop> drop = proxies.stream().map(proxy -> any()).toList();
            for (int i = 0; i < PROXIES; i++) {
                drop.get(i).begin(proxies.get(i));
                healed[i] = System.nanoTime();
            }
            for (int i = 0; i < PROXIES; i++) {
                if (drop.get(i).lasts) {
                    Patience.pass(Duration.ofMillis(random.nextInt(2 * MEAN_FAULT_MILLIS)));
                    drop.get(i).end(proxies.get(i));
                    healed[i] = System.nanoTime();
                }
            }
            Patience.within(PATIENCE, () -> back(before) == clients);
            for (int i = 0; i < clients; i++) {
                returns.record(
                        members.get(i).liveNanos() - healed[members.get(i).proxy()]);
            }
            report.progress("round %d of %d: %d of %d are back", round, drops, back(before), clients);
            return back(before);
        }

        private Drop any() {
            Drop drop = Drop.values()[random.nextInt(Drop.values().length)];
            kinds.merge(drop, 1, Integer::sum);
            return drop;
        }

        private int back(int[] before) {
            int count = 0;
            for (int i = 0; i < before.length; i++) {
                count += members.get(i).drops() > before[i] && members.get(i).isLive() ? 1 : 0;
            }
            return count;
        }

        private void judge() {
            Map<String, Long> perChannel = new HashMap<>();
            for (long i = 0; i < published.get(); i++) {
                perChannel.merge(channel(i), 1L, Long::sum);
            }
            Patience.within(PATIENCE, () -> members.stream()
                    .allMatch(member -> member.events() >= perChannel.get(member.channel()) - 1));
            List<Violation> violations;
            synchronized (checker) {
                violations = checker.finish();
                checker.excerpts().stream().limit(SHOWN).forEach(excerpt -> System.out.println(excerpt.describe()));
            }
            long delivered = members.stream().mapToLong(DroppedClient::events).sum();
            report.goal(
                    "publishes that failed",
                    failure.get() == null,
                    "none",
                    "%s",
                    failure.get() == null ? "none" : failure.get());
            report.figure("events published, delivered", "%d, %d", published.get(), delivered);
            report.goal(
                    "lost, duplicated, reordered, divergent, hidden gaps",
                    violations.isEmpty(),
                    "0",
                    "%d",
                    violations.size());
        }

        @Override
        public void close() {
            pace.shutdownNow();
            members.forEach(DroppedClient::close);
            publisher.close();
        }
    }
}
