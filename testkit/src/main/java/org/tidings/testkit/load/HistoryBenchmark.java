package org.tidings.testkit.load;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tidings.history.ShardHistory;
import org.tidings.history.StoredEvent;
import org.tidings.namespace.Retention;

/** A full ring of 50,000 events in 100 channels: what one more costs, for which the oldest goes, and what a page of the past costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class HistoryBenchmark {

    private static final int RING = 50_000;
    private static final int CHANNELS = 100;
    private static final int PAGE = 64;

    private final ShardHistory history = new ShardHistory(channel -> Retention.ALL, () -> 1);
    private final String[] channels = new String[CHANNELS];
    private long seq;

    @Setup
    public void fill() {
        for (int i = 0; i < CHANNELS; i++) {
            channels[i] = "bench:room" + i;
        }
        for (int i = 0; i < RING; i++) {
            append();
        }
    }

    @Benchmark
    public long append() {
        seq++;
        history.append(channels[(int) (seq % CHANNELS)], new StoredEvent(seq, seq - CHANNELS, 0, "{}", 2));
        history.retainFrom(seq - RING);
        return seq;
    }

    @Benchmark
    public List<StoredEvent> page() {
        return history.page(channels[0], seq - RING / 2, PAGE);
    }
}
