package org.tidings.session;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tidings.fanout.Fanout;
import org.tidings.fanout.StartFrom;
import org.tidings.fanout.Subscription;
import org.tidings.log.Event;
import org.tidings.log.LogShard;
import org.tidings.log.Publication;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.namespace.Retention;

/**
 * What a delivery costs inside the instance, from the log's word of an event to the bytes that the socket is handed, for 1,000
 * subscribers of a channel: without the log, the threads' hand-over and the network.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class FanOutBenchmark {

    private static final int SESSIONS = 1_000;
    private static final int EVENTS = 10;
    private static final int BACKLOG = 1_280;
    private static final int RETAINED = 5_000;
    private static final int MAX_FRAME_BYTES = 65_536;
    private static final String PAYLOAD = "\"" + "x".repeat(126) + "\"";

    private final Queue<Turn> turns = new ArrayDeque<>();
    private final List<BenchedOutlet> outlets = new ArrayList<>();
    private final FrameDraft draft = new FrameDraft(MAX_FRAME_BYTES);
    private Fanout fanout;
    private long seq;

    @Setup
    public void subscribe() {
        fanout = new Fanout(List.of(new LogShard("main", 0)), channel -> Retention.ALL, new SimpleMeterRegistry());
        fanout.newEpoch(0, "k1", 1);
        SharedFrames frames = new SharedFrames();
        for (int i = 0; i < SESSIONS; i++) {
            BenchedOutlet outlet = new BenchedOutlet(1 << 17, frames, turns::add);
            Subscription subscription = fanout.feed(0).subscription("bench:all", outlet, NamespaceOptions.OPEN);
            fanout.feed(0).attach(subscription, new StartFrom.Now(), attached -> {});
            outlets.add(outlet);
        }
    }

    private void event() {
        long prev = seq++;
        Publication publication = new Publication("bench:all", "alice", Long.toString(seq), PAYLOAD, Map.of(), 0, 4);
        fanout.event(new Event(0, "k1", seq, prev, seq, null, publication), Math.max(1, seq - RETAINED));
    }

    private long write() {
        for (Turn turn = turns.poll(); turn != null; turn = turns.poll()) {
            turn.take(draft);
        }
        return outlets.get(0).bytes();
    }

    /** A frame for each event and subscriber. */
    @Benchmark
    @OperationsPerInvocation(SESSIONS)
    public long oneEventInAFrame() {
        event();
        return write();
    }

    /** What comes within some milliseconds under load. */
    @Benchmark
    @OperationsPerInvocation(SESSIONS * EVENTS)
    public long tenEventsInAFrame() {
        for (int i = 0; i < EVENTS; i++) {
            event();
        }
        return write();
    }

    /** More than the queues take: subscriptions fall behind, and are given the rest from history. */
    @Benchmark
    @OperationsPerInvocation(SESSIONS * BACKLOG)
    public long catchingUp() {
        for (int i = 0; i < BACKLOG; i++) {
            event();
        }
        return write();
    }
}
