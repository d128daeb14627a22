package org.tidings.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/**
 * What a publish costs the leader of a shard, without the broker: its place, its look into a window of 120,000 messages, and its entry
 * in binary form. 100 channels, 128 characters each, a thousand a second by the leader's clock, and so many in one transaction.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
// Touched before: else the system's handing out of memory is most of what is measured.
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch"})
public class SequencerBenchmark {

    private static final int CHANNELS = 100;
    private static final int LARGE = 256;
    private static final int MIDDLE = 16;

    /** When the first comes again, by the leader's clock, it has left the window: each is new. */
    private static final int MESSAGES = 1 << 18;

    private final List<PublishRecord> messages = new ArrayList<>(MESSAGES);
    private Lead lead;
    private int next;
    private long now;

    @Setup
    public void fill() {
        LogSettings settings = LogSettings.defaults();
        LogSettings alone = settings.laidOut(1, settings.ringSize(), settings.ringBytes());
        lead = new Lead(
                new LogShard(LogShard.MAIN, 0),
                alone,
                ChannelStorage.MAIN,
                new ShardLedger(alone, ChannelStorage.MAIN));
        lead.takeOver("bench");
        now = System.currentTimeMillis();
        String payload = '"' + "x".repeat(126) + '"';
        for (int i = 0; i < MESSAGES; i++) {
            Publication publication = new Publication(
                    "bench:room" + i % CHANNELS,
                    "bench",
                    "message-" + i,
                    payload,
                    Map.of(),
                    0,
                    Publication.DEFAULT_PRIORITY);
            messages.add(new PublishRecord.Message(new Origin(1, i), publication));
        }
        for (int i = 0; i < alone.dedupeWindowMillis() / LARGE; i++) {
            sequence(LARGE);
        }
    }

    @Benchmark
    public Lead.Batch alone() {
        return sequence(1);
    }

    @Benchmark
    @OperationsPerInvocation(MIDDLE)
    public Lead.Batch amongSixteen() {
        return sequence(MIDDLE);
    }

    @Benchmark
    @OperationsPerInvocation(LARGE)
    public Lead.Batch amongTwoHundredAndFiftySix() {
        return sequence(LARGE);
    }

    private Lead.Batch sequence(int count) {
        now += count;
        Lead.Batch batch = lead.sequence(messages.subList(next, next + count), now);
        next = (next + count) % MESSAGES;
        if (!batch.verdicts().isEmpty()) {
            throw new IllegalStateException("not new: " + batch.verdicts());
        }
        return batch;
    }
}
