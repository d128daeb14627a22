package org.tidings.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;

/** Live events as messages on topics that nobody keeps, {@code live.N}: one hop over the broker, where anybody is there to listen. */
public final class JmsLiveEvents implements LiveEvents {

    /** For the threads to see that they end; those that wait for the broker are cut off with the log's. */
    private static final long GRACE_MILLIS = 300;

    /** In which a queue that is full has long been sent, where it is sent at all. */
    private static final long RETRY_AFTER_MILLIS = 100;

    private final long origin = new SecureRandom().nextLong() >>> 1;
    private final int shardCount;
    private final BrokerConnector connector;
    private final ThreadFactory threads;
    private final MeterRegistry meters;
    private final Counter handedOver;
    private final Counter full;
    private final Counter unreachable;
    private final Counter holes;
    /** Empty until it is started. */
    private volatile List<Shard> shards = List.of();
    /** Null until it is started. */
    private volatile LiveReader reader;

    private record Shard(LiveQueue queue, OtherInstances others, LiveSender sender, LiveReceiver receiver) {

        /** False where there is no room. */
        boolean take(byte[] event) {
            return others.mayBeThere() ? queue.offer(event) : queue.pass(event);
        }
    }

    /**
     * @param shards as many as the log has: {@code live.0} and so on
     * @param threads makes the threads here; in a container a {@code ManagedThreadFactory}
     */
    public JmsLiveEvents(int shards, BrokerConnector connector, ThreadFactory threads, MeterRegistry meters) {
        this.shardCount = shards;
        this.connector = connector;
        this.threads = threads;
        this.meters = meters;
        handedOver = Counter.builder("tidings.ephemeral.published")
                .description("Ephemeral events that this instance took and handed over")
                .register(meters);
        full = dropped("full");
        unreachable = dropped("unreachable");
        holes = dropped("hole");
    }

    private Counter dropped(String reason) {
        return Counter.builder("tidings.ephemeral.dropped")
                .description("Ephemeral events that were refused or lost on their way to other instances")
                .tag("reason", reason)
                .register(meters);
    }

    @Override
    public void start(LiveReader hearing) {
        reader = hearing;
        List<Shard> started = new ArrayList<>();
        for (int number = 0; number < shardCount; number++) {
            LiveQueue queue = new LiveQueue();
            OtherInstances others = new OtherInstances(System::nanoTime);
            Gauge.builder("tidings.ephemeral.waiting", queue, LiveQueue::size)
                    .description("Ephemeral events that wait to be sent to the broker")
                    .tag("shard", Integer.toString(number))
                    .register(meters);
            started.add(new Shard(
                    queue,
                    others,
                    new LiveSender(number, origin, queue, connector, unreachable),
                    new LiveReceiver(number, origin, hearing, others, connector, meters, holes)));
        }
        shards = List.copyOf(started);
        brokerThreads().forEach(thread -> thread.start(threads));
    }

    @Override
    public int shardOf(String channel) {
        return Shards.shardOf(channel, shardCount);
    }

    @Override
    public PublishOutcome send(Publication publication) {
        if (shards.isEmpty()) {
            return new PublishOutcome.Unavailable();
        }
        int number = shardOf(publication.channel());
        Shard shard = shards.get(number);
        long at = System.currentTimeMillis();
        byte[] event = LiveRecordCodec.event(at, publication);
        if (event.length > LiveQueue.MAX_EVENT_BYTES) {
            return new PublishOutcome.TooLarge();
        }
        if (shard.sender.trouble() != null) {
            unreachable.increment();
            return new PublishOutcome.Unavailable();
        }
        if (!shard.take(event)) {
            full.increment();
            return new PublishOutcome.Overloaded(RETRY_AFTER_MILLIS);
        }
        handedOver.increment();
        reader.live(new LiveEvent(number, at, publication));
        return new PublishOutcome.HandedOver();
    }

    @Override
    public List<String> obstacles() {
        List<String> obstacles = new ArrayList<>();
        for (Shard shard : shards) {
            if (!shard.sender.begun() || !shard.receiver.begun()) {
                obstacles.add("ephemeral channels of shard " + shards.indexOf(shard) + ": "
                        + (shard.sender.begun() ? shard.receiver : shard.sender).trouble());
            }
        }
        return obstacles;
    }

    @Override
    public void close() {
        BrokerThread.endAll(brokerThreads().toList(), GRACE_MILLIS);
    }

    private Stream<BrokerThread> brokerThreads() {
        return shards.stream().flatMap(shard -> Stream.of(shard.sender, shard.receiver));
    }
}
