package org.tidings.log;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The event log on ActiveMQ Artemis. One per instance; owns every thread that speaks to the broker. */
public final class JmsEventLog implements EventLog {

    private static final long TICK_MILLIS = 50;

    /** How long closing waits for threads to take leave of the broker, and then for those that had to be cut off. */
    private static final long GRACE_MILLIS = 1_200;

    private static final long CUT_OFF_MILLIS = 500;

    private final Origins origins = new Origins();
    private final LogGroups groups;
    private final ChannelStorage storage;
    private final BrokerConnector connector;
    private final ThreadFactory threads;
    private final MeterRegistry meters;
    /** By number, in the order of the groups. Filled before any thread of the log runs. */
    private final Map<Integer, RunningShard> shards = new LinkedHashMap<>();

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
        this.verdicts = new VerdictReader(origins.incarnation(), connector, this::judged, this::askAgain, meters);
        this.eraser = new Eraser(connector);
        BrokerThread deadLetters = new DeadLetterWatch(connector, meters);
        this.watches = connector.pair() ? List.of(deadLetters, new PairWatch(connector, meters)) : List.of(deadLetters);
    }

    @Override
    public void start(LogReader reader) {
        groups.shards().forEach(shard -> shards.put(shard.number(), running(shard, reader)));
        brokerThreads().forEach(thread -> thread.start(threads));
        ticker = threads.newThread(this::tick);
        ticker.setName("tidings-log-ticker");
        ticker.start();
    }

    private RunningShard running(LogShard shard, LogReader reader) {
        return new RunningShard(shard, groups.settings(shard.group()), storage, connector, origins, reader, meters);
    }

    @Override
    public int shardOf(String channel) {
        return groups.shardOf(storage.group(channel), channel).number();
    }

    private RunningShard holding(String channel) {
        return shards.get(shardOf(channel));
    }

    @Override
    public void append(Publication publication, Object stream, Consumer<PublishOutcome> outcome) {
        holding(publication.channel()).append(publication, stream, outcome);
    }

    @Override
    public CompletionStage<Void> barrier(int shard) {
        return shards.get(shard).barrier();
    }

    @Override
    public CompletionStage<Integer> erase(String channel) {
        LogSettings settings = groups.settings(storage.group(channel));
        return new ChannelErasure(eraser, holding(channel), settings, channel).run();
    }

    @Override
    public boolean isRead(int shard) {
        return shards.get(shard).isRead();
    }

    @Override
    public List<String> obstacles() {
        List<String> obstacles = new ArrayList<>();
        for (RunningShard shard : shards.values()) {
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
        shards.values().forEach(RunningShard::close);
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
                        shards.values().stream().flatMap(RunningShard::threads))
                .flatMap(part -> part);
    }

    private void judged(Verdict verdict) {
        RunningShard shard = shards.get(verdict.shard());
        if (shard == null) {
            throw new BadRecord("shard " + verdict.shard());
        }
        shard.judged(verdict);
    }

    private void askAgain() {
        shards.values().forEach(RunningShard::askAgain);
    }

    private void tick() {
        while (!closed) {
            shards.values().forEach(RunningShard::tick);
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
