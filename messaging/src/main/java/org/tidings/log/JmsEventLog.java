package org.tidings.log;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** The event log on ActiveMQ Artemis. One per instance; owns every thread that speaks to the broker. */
public final class JmsEventLog implements EventLog {

    private static final long TICK_MILLIS = 50;

    private final long incarnation = new SecureRandom().nextLong() >>> 1;
    private final AtomicLong requestIds = new AtomicLong();
    private final LogSettings settings;
    private final BrokerConnector connector;
    private final ThreadFactory threads;
    private final MeterRegistry meters;
    private final List<Shard> shards = new ArrayList<>();
    private final VerdictReader verdicts;
    private volatile boolean closed;

    /** @param threads makes the log's threads; in a container a {@code ManagedThreadFactory} */
    public JmsEventLog(LogSettings settings, BrokerConnector connector, ThreadFactory threads, MeterRegistry meters) {
        this.settings = settings;
        this.connector = connector;
        this.threads = threads;
        this.meters = meters;
        this.verdicts = new VerdictReader(incarnation, connector, this::judged);
    }

    /** Everything of one shard. */
    private final class Shard {
        private final PendingPublishes pending = new PendingPublishes(settings);
        private final LogTail tail;
        private final Sequencer sequencer;
        private final PublishSender sender;
        private final ReadyGate gate;

        Shard(int number, LogReader reader) {
            Answers answers = (origin, shard, epoch, seq) -> {
                if (origin.incarnation() == incarnation) {
                    pending.answer(origin.requestId(), new PublishOutcome.Accepted(shard, epoch, seq));
                }
            };
            tail = new LogTail(number, settings, connector, reader, answers, meters);
            sequencer = new Sequencer(number, settings, connector, tail, meters);
            sender = new PublishSender(number, connector, pending);
            gate = new ReadyGate(() -> barrier(number));
            Gauge.builder("tidings.log.pending", pending, PendingPublishes::size)
                    .description("Publishes of this instance without an answer yet")
                    .tag("shard", Integer.toString(number))
                    .register(meters);
        }

        void start() {
            tail.start(threads);
            sequencer.start(threads);
            sender.start(threads);
        }

        void tick() {
            pending.settle(tail.position(), System.nanoTime());
            gate.tick();
        }

        void close() {
            pending.close();
            sequencer.close();
            sender.close();
            tail.close();
        }
    }

    @Override
    public void start(LogReader reader) {
        for (int number = 0; number < settings.shards(); number++) {
            shards.add(new Shard(number, reader));
        }
        verdicts.start(threads);
        shards.forEach(Shard::start);
        Thread ticker = threads.newThread(this::tick);
        ticker.setName("tidings-log-ticker");
        ticker.start();
    }

    @Override
    public int shardOf(String channel) {
        CRC32C crc = new CRC32C();
        crc.update(channel.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % settings.shards());
    }

    @Override
    public void append(Publication publication, Object stream, Consumer<PublishOutcome> outcome) {
        Origin origin = new Origin(incarnation, requestIds.incrementAndGet());
        Publication named = publication.messageId() != null
                ? publication
                : publication.withMessageId(
                        Long.toString(incarnation, 36) + "-" + Long.toString(origin.requestId(), 36));
        add(shardOf(publication.channel()), new PublishRecord.Message(origin, named), stream, outcome);
    }

    @Override
    public CompletionStage<Void> barrier(int shard) {
        Origin origin = new Origin(incarnation, requestIds.incrementAndGet());
        LogTail.Position read = shards.get(shard).tail.position();
        CompletableFuture<Void> passed = new CompletableFuture<>();
        add(shard, new PublishRecord.BarrierRequest(origin, read.epoch(), read.seq()), passed, outcome -> {
            if (outcome instanceof PublishOutcome.Accepted) {
                passed.complete(null);
            } else {
                passed.completeExceptionally(new TimeoutException("no answer from the log: " + outcome));
            }
        });
        return passed;
    }

    @Override
    public boolean isRead(int shard) {
        return shards.get(shard).gate.open();
    }

    @Override
    public List<String> obstacles() {
        List<String> obstacles = new ArrayList<>();
        for (int number = 0; number < shards.size(); number++) {
            Shard shard = shards.get(number);
            String obstacle = shard.tail.obstacle();
            if (obstacle != null) {
                obstacles.add(obstacle);
            } else if (!shard.gate.open()) {
                obstacles.add("shard " + number + ": not read to its end yet; the broker is " + connector);
            }
        }
        if (shards.isEmpty()) {
            obstacles.add("the log is not started");
        }
        return obstacles;
    }

    @Override
    public void close() {
        closed = true;
        shards.forEach(Shard::close);
        verdicts.close();
        connector.close();
    }

    private void add(int shard, PublishRecord record, Object stream, Consumer<PublishOutcome> outcome) {
        shards.get(shard).pending.add(new PendingPublishes.Pending(record, stream, outcome, System.nanoTime()));
    }

    private void judged(Verdict verdict) {
        PendingPublishes pending = shards.get(verdict.shard()).pending;
        if (verdict.kind() == Verdict.Kind.DUPLICATE) {
            pending.duplicate(verdict);
        } else {
            pending.answer(verdict.origin().requestId(), new PublishOutcome.Expired());
        }
    }

    private void tick() {
        while (!closed) {
            shards.forEach(Shard::tick);
            synchronized (this) {
                try {
                    wait(TICK_MILLIS);
                } catch (InterruptedException e) {
                    // The container ends its threads.
                    return;
                }
            }
        }
    }
}
