package org.tidings.testkit.load;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tidings.envelope.Action;
import org.tidings.envelope.Decoded;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;

/** What an envelope costs to read, which happens once a publish, and to write, which happens once an event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class EnvelopeCodecBenchmark {

    /** Length of the payload in characters. */
    @Param({"128", "4096"})
    public int payload;

    private String request;
    private Envelope event;

    @Setup
    public void write() {
        String json = "{\"text\":\"" + "x".repeat(payload - 11) + "\"}";
        request = "{\"v\":1,\"type\":\"request\",\"action\":\"publish\",\"id\":\"4711\",\"channel\":\"orders:4711\","
                + "\"messageId\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"payload\":" + json + "}";
        event = Envelope.event(Action.MESSAGE)
                .channel("orders:4711")
                .seq(1_234_567L)
                .prev(1_234_500L)
                .messageId("0f8fad5b-d9cb-469f-a165-70867728950e")
                .from("alice")
                .at(1_700_000_000_000L)
                .payload(json)
                .build();
    }

    @Benchmark
    public List<Decoded> decode() {
        return EnvelopeCodec.decode(request);
    }

    @Benchmark
    public String encode() {
        return EnvelopeCodec.encode(event);
    }
}
