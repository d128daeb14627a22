package org.tidings.log;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One shard as this instance reads and writes it: its three threads at the broker, what they share, and whether it can be used
 * now. Thread-safe but for {@link #tick}, which is for one thread.
 */
final class RunningShard {

    private final LogShard place;
    private final BrokerConnector connector;
    private final Origins origins;
    private final PendingPublishes pending;
    private final TailReader reader;
    private final LogTail tail;
    private final Sequencer sequencer;
    private final PublishSender sender;
    private final ReadyGate gate;
    private final LogCircuit circuit;

    RunningShard(
            LogShard place,
            LogSettings settings,
            ChannelStorage storage,
            BrokerConnector connector,
            Origins origins,
            LogReader logReader,
            MeterRegistry meters) {
        this.place = place;
        this.connector = connector;
        this.origins = origins;
        pending = new PendingPublishes(settings);
        reader = new TailReader(place, logReader, this::accepted, meters);
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

    LogShard place() {
        return place;
    }

    Stream<BrokerThread> threads() {
        return Stream.of(tail, sequencer, sender);
    }

    /** As {@link EventLog#append}. */
    void append(Publication publication, Object stream, Consumer<PublishOutcome> outcome) {
        Origin origin = origins.next();
        PublishRecord record = new PublishRecord.Message(origin, Origins.identified(publication, origin));
        PendingPublish publish = new PendingPublish(record, stream, outcome, System.nanoTime());
        if (circuit.closed()) {
            pending.add(publish);
        } else {
            pending.refuse(publish);
        }
    }

    /** As {@link EventLog#barrier}. */
    CompletionStage<Void> barrier() {
        return circuit.closed()
                ? barrier(pending::add)
                : CompletableFuture.failedFuture(new TimeoutException(circuit.obstacle()));
    }

    /** Of the log's own; however many publishes wait, and whatever is known to be in the way. */
    private CompletionStage<Void> probe() {
        return barrier(pending::addProbe);
    }

    private CompletionStage<Void> barrier(Consumer<PendingPublish> add) {
        return ask(new PublishRecord.BarrierRequest(origins.next(), reader.position()), add);
    }

    /** Asks the leader to erase these events. Completes once this instance has read in the log that they are. */
    CompletableFuture<Void> erase(String channel, List<Long> positions) {
        return ask(new PublishRecord.Erasure(origins.next(), channel, positions), pending::add);
    }

    private static CompletableFuture<Void> ask(PublishRecord request, Consumer<PendingPublish> add) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Consumer<PublishOutcome> outcome = told -> {
            if (told instanceof PublishOutcome.Accepted) {
                done.complete(null);
            } else {
                done.completeExceptionally(new TimeoutException("no answer from the log: " + told));
            }
        };
        add.accept(new PendingPublish(request, done, outcome, System.nanoTime()));
        return done;
    }

    private void accepted(Origin origin, int shard, String epoch, long seq) {
        if (origins.named(origin)) {
            pending.answer(origin.requestId(), new PublishOutcome.Accepted(shard, epoch, seq));
        }
    }

    /** A leader's verdict on a request of this instance. */
    void judged(Verdict verdict) {
        long requestId = verdict.origin().requestId();
        switch (verdict.kind()) {
            case DUPLICATE -> pending.duplicate(verdict);
            case EXPIRED -> pending.answer(requestId, new PublishOutcome.Expired());
            case TOO_LARGE -> pending.answer(requestId, new PublishOutcome.TooLarge());
            case MISPLACED -> pending.answer(requestId, new PublishOutcome.Unavailable());
        }
    }

    /** While the verdicts could not be read some may have passed: every publish asks again, and is not stored twice. */
    void askAgain() {
        pending.askAgain();
    }

    /** To be called every 50 ms. */
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

    /** Whether it was read to its end once. */
    boolean isRead() {
        return gate.open();
    }

    /** Why it cannot be used, one sentence; null while it can. */
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

    /** What keeps publishes from being stored, or their answers from coming; null where nothing is known to. */
    private String trouble() {
        if (tail.obstacle() != null) {
            return tail.obstacle();
        }
        if (sender.trouble() != null) {
            return sender.trouble();
        }
        return tail.trouble() == null && pending.stuck(System.nanoTime()) ? "the log does not answer" : tail.trouble();
    }

    /** Answers what waits; takes nothing more. Its threads are ended by who started them. */
    void close() {
        pending.close();
    }
}
