package org.tidings.testkit.load;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.tidings.testkit.Await;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/**
 * One publisher at instance A, one subscriber there and one at instance B, and what they measure. Driven by one thread;
 * the clients' reading threads record.
 */
final class LatencyRun implements AutoCloseable {

    private static final Duration DRAIN = Duration.ofSeconds(30);

    /** One connection's share, well below what a server allows a connection by default. */
    private static final int MAX_PER_CONNECTION = 800;

    private final String channel;
    private final Timing acknowledged = new Timing("acknowledged to the publisher");
    private final Timing onA = new Timing("delivered on instance A");
    private final Timing onB = new Timing("delivered on instance B");
    private final AtomicReference<String> refusal = new AtomicReference<>();
    private final URI a;
    private final String token;
    private final String filler;
    private final WireClient subscriberA;
    private final WireClient subscriberB;
    private WireClient[] publishers = new WireClient[0];
    private long published;

    /** In a channel of its own. */
    LatencyRun(URI a, URI b, String token, String namespace, int payloadBytes) {
        this.channel = namespace + ":" + UUID.randomUUID();
        this.a = a;
        this.token = token;
        this.filler = "x"
                .repeat(Math.max(
                        0, payloadBytes - payload(System.nanoTime(), "").length()));
        this.subscriberA = subscriber(a, onA);
        this.subscriberB = subscriber(b, onB);
    }

    private WireClient subscriber(URI uri, Timing timing) {
        WireClient client = WireClient.connect(uri, token, event -> {
            if (event.isEvent("message")) {
                timing.record(event.payload().getJsonNumber("due").longValue(), event.arrivedNanos());
            }
        });
        client.subscribe(channel);
        return client;
    }

    private static String payload(long due, String filler) {
        return "{\"due\":" + due + ",\"filler\":\"" + filler + "\"}";
    }

    /** Publishes at this pace, without waiting for any answer. */
    void publish(Pace pace) {
        int connections = (pace.perSecond() + MAX_PER_CONNECTION - 1) / MAX_PER_CONNECTION;
        closePublishers();
        publishers = new WireClient[connections];
        for (int i = 0; i < connections; i++) {
            publishers[i] = WireClient.connect(a, token);
        }
        published += pace.count();
        AtomicLong next = new AtomicLong();
        pace.run(due -> publishers[(int) (next.getAndIncrement() % connections)]
                .request("publish")
                .channel(channel)
                .payload(payload(due, filler))
                .send()
                .whenComplete((answer, failure) -> answered(due, answer, failure)));
    }

    private void answered(long due, WireEnvelope answer, Throwable failure) {
        if (failure != null) {
            refusal.compareAndSet(null, failure.getMessage());
        } else if (answer.type().equals("error")) {
            refusal.compareAndSet(null, answer.text());
        } else {
            acknowledged.record(due, answer.arrivedNanos());
        }
    }

    /** Waits until everything has arrived everywhere; fails where something was refused or does not come. */
    void awaitDeliveries() {
        Await.await(
                DRAIN,
                () -> refusal.get() != null
                        || acknowledged.count() == published && onA.count() == published && onB.count() == published,
                () -> "of " + published + " events " + acknowledged.count() + " were acknowledged, " + onA.count()
                        + " delivered on A, " + onB.count() + " on B");
        if (refusal.get() != null) {
            throw new IllegalStateException("an event was refused: " + refusal.get());
        }
    }

    /** Begins anew, after warming up. */
    void forget() {
        acknowledged.reset();
        onA.reset();
        onB.reset();
        published = 0;
    }

    void tell(Report report) {
        for (Timing timing : new Timing[] {acknowledged, onA, onB}) {
            report.figure(timing.name, "%s", timing.text());
        }
    }

    /** What a percentile of the events took from the publisher at A to the subscriber at B. */
    double acrossMillis(double percentile) {
        return onB.millis(percentile);
    }

    private void closePublishers() {
        for (WireClient publisher : publishers) {
            publisher.close();
        }
    }

    @Override
    public void close() {
        closePublishers();
        subscriberA.close();
        subscriberB.close();
    }

    /** The times of one stop on the way. One thread records, another reads. */
    private static final class Timing {

        private final String name;
        private final Histogram nanos = new ConcurrentHistogram(3);

        Timing(String name) {
            this.name = name;
        }

        void record(long due, long arrived) {
            nanos.recordValue(Math.max(0, arrived - due));
        }

        long count() {
            return nanos.getTotalCount();
        }

        void reset() {
            nanos.reset();
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "p50 %.2f, p99 %.2f, p99.9 %.2f, max %.2f ms (%d)",
                    millis(50),
                    millis(99),
                    millis(99.9),
                    millis(100),
                    count());
        }

        private double millis(double percentile) {
            return nanos.getValueAtPercentile(percentile) / 1e6;
        }
    }
}
