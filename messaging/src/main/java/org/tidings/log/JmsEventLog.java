package org.tidings.log;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The event log on ActiveMQ Artemis. One per instance; owns every thread that speaks to the broker. */
public final class JmsEventLog implements EventLog {

    private static final long TICK_MILLIS = 50;

    /** How long closing waits for threads to take leave of the broker, and then for those that had to be cut off. */
    private static final long GRACE_MILLIS = 1_200;

    private static final long CUT_OFF_MILLIS = 500;

    /** Their record stays far below what a message may have. */
    private static final int POSITIONS_OF_AN_ERASURE = 4_000;

    /** It takes the leader some milliseconds, or, where it dies over it, its successor some seconds. */
    private static final int CHECKS_OF_AN_ERASURE = 50;

    private final long incarnation = new SecureRandom().nextLong() >>> 1;
    private final AtomicLong requestIds = new AtomicLong();
    private final LogGroups groups;
    private final ChannelStorage storage;
    private final BrokerConnector connector;
    private final ThreadFactory threads;
    private final MeterRegistry meters;
    /** By number, in the order of the groups. Filled before any thread of the log runs. */
    private final Map<Integer, Shard> shards = new LinkedHashMap<>();

    private final VerdictReader verdicts;
    private final Eraser eraser;
    /** That ask the broker how it is. */
    private final List<BrokerThread> watches;

    private volatile boolean closed;
    /** Null until it is started. */
    private Thread ticker;

    /** @param threads makes the log's threads; in a container a {@code ManagedThreadFactory} */
    public JmsEventLog(
            LogGroups groups,
            ChannelStorage storage,
            BrokerConnector connector,
            ThreadFactory threads,
            MeterRegistry meters) {
        this.groups = groups;
        this.storage = storage;
        this.connector = connector;
        this.threads = threads;
        this.meters = meters;
        this.verdicts = new VerdictReader(incarnation, connector, this::judged, this::askAgain, meters);
        this.eraser = new Eraser(connector);
        BrokerThread deadLetters = new DeadLetterWatch(connector, meters);
        this.watches = connector.pair() ? List.of(deadLetters, new PairWatch(connector, meters)) : List.of(deadLetters);
    }

    /** Everything of one shard. */
    private final class Shard {
        private final LogShard place;
        private final PendingPublishes pending;
        private final TailReader reader;
        private final LogTail tail;
        private final Sequencer sequencer;
        private final PublishSender sender;
        private final ReadyGate gate;
        private final LogCircuit circuit;

        Shard(LogShard place, LogReader logReader) {
            this.place = place;
            LogSettings settings = groups.settings(place.group());
            pending = new PendingPublishes(settings);
            Answers answers = (origin, shard, epoch, seq) -> {
                if (origin.incarnation() == incarnation) {
                    pending.answer(origin.requestId(), new PublishOutcome.Accepted(shard, epoch, seq));
                }
            };
            reader = new TailReader(place, logReader, answers, meters);
            tail = new LogTail(place, settings, storage, connector, reader, meters);
            sequencer = new Sequencer(place, settings, storage, connector, tail, meters);
            sender = new PublishSender(place, settings, connector, pending, tail, sequencer::desk);
            gate = new ReadyGate(this::probe, reader::diverged);
            circuit = new LogCircuit(place, this::trouble, this::probe, meters);
            Gauge.builder("tidings.log.pending", pending, PendingPublishes::size)
                    .description("Publishes of this instance without an answer yet")
                    .tags(ShardTags.of(place))
                    .register(meters);
        }

        Stream<BrokerThread> threads() {
            return Stream.of(tail, sequencer, sender);
        }

        void tick() {
            if (gate.passed()) {
                // Before, nothing is lost yet.
                circuit.tick();
            }
            if (!circuit.closed()) {
                pending.giveUpUnsent(System.nanoTime());
            }
            pending.settle(reader.position(), System.nanoTime());
            gate.tick();
        }

        String obstacle() {
            if (tail.obstacle() != null) {
                return tail.obstacle();
            }
            if (!gate.open() && Refusal.is(tail.trouble())) {
                return tail.trouble();
            }
            if (!gate.open()) {
                return "shard " + place + ": not read to its end yet; the broker is " + connector;
            }
            return circuit.obstacle();
        }

        private CompletionStage<Void> probe() {
            return barrier(this, pending::addProbe);
        }

        /** What keeps publishes from being stored, or their answers from coming; null where nothing is known to. */
        private String trouble() {
            if (tail.obstacle() != null) {
                return tail.obstacle();
            }
            if (sender.trouble() != null) {
                return sender.trouble();
            }
            return tail.trouble() == null && pending.stuck(System.nanoTime())
                    ? "the log does not answer"
                    : tail.trouble();
        }
    }

    @Override
    public void start(LogReader reader) {
        groups.shards().forEach(shard -> shards.put(shard.number(), new Shard(shard, reader)));
        brokerThreads().forEach(thread -> thread.start(threads));
        ticker = threads.newThread(this::tick);
        ticker.setName("tidings-log-ticker");
        ticker.start();
    }

    @Override
    public int shardOf(String channel) {
        return groups.shardOf(storage.group(channel), channel).number();
    }

    @Override
    public void append(Publication publication, Object stream, Consumer<PublishOutcome> outcome) {
        Origin origin = new Origin(incarnation, requestIds.incrementAndGet());
        Publication named = publication.messageId() != null
                ? publication
                : publication.withMessageId(
                        Long.toString(incarnation, 36) + "-" + Long.toString(origin.requestId(), 36));
        Shard shard = shards.get(shardOf(publication.channel()));
        PendingPublish pending =
                new PendingPublish(new PublishRecord.Message(origin, named), stream, outcome, System.nanoTime());
        if (shard.circuit.closed()) {
            shard.pending.add(pending);
        } else {
            shard.pending.refuse(pending);
        }
    }

    @Override
    public CompletionStage<Void> barrier(int shard) {
        Shard asked = shards.get(shard);
        return asked.circuit.closed()
                ? barrier(asked, asked.pending::add)
                : CompletableFuture.failedFuture(new TimeoutException(asked.circuit.obstacle()));
    }

    private CompletionStage<Void> barrier(Shard shard, Consumer<PendingPublish> add) {
        Origin origin = new Origin(incarnation, requestIds.incrementAndGet());
        PublishRecord request = new PublishRecord.BarrierRequest(origin, shard.reader.position());
        CompletableFuture<Void> passed = new CompletableFuture<>();
        add.accept(new PendingPublish(request, passed, told -> complete(passed, told), System.nanoTime()));
        return passed;
    }

    @Override
    public CompletionStage<Integer> erase(String channel) {
        Shard shard = shards.get(shardOf(channel));
        return eraser.find(shard.place, groups.settings(shard.place.group()), channel)
                .thenCompose(found -> {
                    List<Long> positions = found.positions();
                    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
                    for (int from = 0; from < positions.size(); from += POSITIONS_OF_AN_ERASURE) {
                        List<Long> part =
                                positions.subList(from, Math.min(positions.size(), from + POSITIONS_OF_AN_ERASURE));
                        all = CompletableFuture.allOf(all, erase(shard, channel, part));
                    }
                    return all.thenCompose(said -> gone(shard, channel, positions, CHECKS_OF_AN_ERASURE))
                            .thenCompose(gone -> found.shared() == 0
                                    ? CompletableFuture.completedFuture(positions.size())
                                    : CompletableFuture.failedFuture(new IllegalStateException(found.shared()
                                            + " events share entries of the log with other channels' events: they leave it with its"
                                            + " oldest")));
                });
    }

    /** The leader removes what the log says is erased; until it has, the broker has it still. */
    private CompletionStage<Void> gone(Shard shard, String channel, List<Long> positions, int checks) {
        if (positions.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        if (checks == 0) {
            return CompletableFuture.failedFuture(new TimeoutException("the broker has not removed it yet"));
        }
        long through = positions.get(positions.size() - 1);
        return eraser.find(shard.place, groups.settings(shard.place.group()), channel)
                .thenCompose(left -> gone(
                        shard,
                        channel,
                        left.positions().stream()
                                .filter(each -> each <= through)
                                .toList(),
                        checks - 1));
    }

    private CompletableFuture<Void> erase(Shard shard, String channel, List<Long> positions) {
        Origin origin = new Origin(incarnation, requestIds.incrementAndGet());
        CompletableFuture<Void> erased = new CompletableFuture<>();
        shard.pending.add(new PendingPublish(
                new PublishRecord.Erasure(origin, channel, positions),
                erased,
                told -> complete(erased, told),
                System.nanoTime()));
        return erased;
    }

    private static void complete(CompletableFuture<Void> waiting, PublishOutcome told) {
        if (told instanceof PublishOutcome.Accepted) {
            waiting.complete(null);
        } else {
            waiting.completeExceptionally(new TimeoutException("no answer from the log: " + told));
        }
    }

    @Override
    public boolean isRead(int shard) {
        return shards.get(shard).gate.open();
    }

    @Override
    public List<String> obstacles() {
        List<String> obstacles = new ArrayList<>();
        for (Shard shard : shards.values()) {
            String obstacle = shard.obstacle();
            if (obstacle != null) {
                obstacles.add(obstacle);
            }
        }
        if (shards.isEmpty()) {
            obstacles.add("the log is not started");
        }
        return obstacles;
    }

    /** Within about two seconds, also when the broker does not answer. */
    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            notifyAll();
        }
        shards.values().forEach(shard -> shard.pending.close());
        brokerThreads().forEach(BrokerThread::end);
        try {
            join(GRACE_MILLIS);
            // What still waits for an answer of the broker is cut off.
            connector.close();
            join(CUT_OFF_MILLIS);
        } catch (InterruptedException e) {
            connector.close();
            Thread.currentThread().interrupt();
        }
    }

    private void join(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (BrokerThread thread : brokerThreads().toList()) {
            thread.join(deadline);
        }
        if (ticker != null) {
            ticker.join(TICK_MILLIS);
        }
    }

    private Stream<BrokerThread> brokerThreads() {
        return Stream.of(
                        Stream.of(verdicts, eraser),
                        watches.stream(),
                        shards.values().stream().flatMap(Shard::threads))
                .flatMap(part -> part);
    }

    /** While the verdicts could not be read some may have passed: every publish asks again, and is not stored twice. */
    private void askAgain() {
        shards.values().forEach(shard -> shard.pending.askAgain());
    }

    private void judged(Verdict verdict) {
        Shard shard = shards.get(verdict.shard());
        if (shard == null) {
            throw new BadRecord("shard " + verdict.shard());
        }
        PendingPublishes pending = shard.pending;
        long requestId = verdict.origin().requestId();
        switch (verdict.kind()) {
            case DUPLICATE -> pending.duplicate(verdict);
            case EXPIRED -> pending.answer(requestId, new PublishOutcome.Expired());
            case TOO_LARGE -> pending.answer(requestId, new PublishOutcome.TooLarge());
            case MISPLACED -> pending.answer(requestId, new PublishOutcome.Unavailable());
        }
    }

    private void tick() {
        while (!closed) {
            shards.values().forEach(Shard::tick);
            synchronized (this) {
                try {
                    if (!closed) {
                        wait(TICK_MILLIS);
                    }
                } catch (InterruptedException e) {
                    // The container ends its threads.
                    return;
                }
            }
        }
    }
}
