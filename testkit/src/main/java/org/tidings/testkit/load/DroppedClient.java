package org.tidings.testkit.load;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.tidings.client.ConnectionState;
import org.tidings.client.Event;
import org.tidings.client.Gap;
import org.tidings.client.StateChange;
import org.tidings.client.SubscribeFrom;
import org.tidings.client.SubscriptionListener;
import org.tidings.client.TidingsClient;
import org.tidings.testkit.HistoryChecker;

/** An application on the Java client that follows one channel and tells a checker what it gets. */
final class DroppedClient implements SubscriptionListener, AutoCloseable {

    /** Shorter than by default: in a black hole it decides how long a client believes in its connection. */
    private static final Duration LIVENESS = Duration.ofSeconds(2);

    private final String name;
    private final String channel;

    /** The number of the proxy that its connections go through. */
    private final int proxy;

    /** Guarded by itself. */
    private final HistoryChecker checker;

    private final TidingsClient client;
    private final AtomicInteger drops = new AtomicInteger();
    private final AtomicLong events = new AtomicLong();

    /** When it last became live. Written by its callbacks. */
    private volatile long liveNanos;

    DroppedClient(String name, URI uri, String token, String channel, int proxy, HistoryChecker checker) {
        this.name = name;
        this.channel = channel;
        this.proxy = proxy;
        this.checker = checker;
        this.client = TidingsClient.builder(uri)
                .token(() -> token)
                .livenessInterval(LIVENESS)
                .stateListener(this::onState)
                .build();
    }

    /** Begins behind a position, so that what is owed is known from the start. */
    void begin(String epoch, long seq) {
        synchronized (checker) {
            checker.subscribed(name, channel, epoch, seq);
        }
        client.subscribe(channel, SubscribeFrom.since(epoch, seq), this);
        client.connect();
    }

    String channel() {
        return channel;
    }

    int proxy() {
        return proxy;
    }

    boolean isLive() {
        return client.state() == ConnectionState.CONNECTED;
    }

    /** How often a connection that was up has ended. */
    int drops() {
        return drops.get();
    }

    long liveNanos() {
        return liveNanos;
    }

    long events() {
        return events.get();
    }

    private void onState(StateChange change) {
        boolean wasUp = change.from() == ConnectionState.CONNECTED || change.from() == ConnectionState.RECOVERING;
        boolean isUp = change.to() == ConnectionState.CONNECTED || change.to() == ConnectionState.RECOVERING;
        if (wasUp && !isUp) {
            drops.incrementAndGet();
        }
        if (change.to() == ConnectionState.CONNECTED) {
            liveNanos = System.nanoTime();
        }
    }

    @Override
    public void onEvent(Event event) {
        events.incrementAndGet();
        synchronized (checker) {
            checker.saw(name, channel, event.seq(), event.prev(), event.messageId());
        }
    }

    @Override
    public void onGap(Gap gap) {
        // One that only the client noticed is none that was announced: the checker shall find it too.
        if (!gap.reason().equals(Gap.UNANNOUNCED)) {
            synchronized (checker) {
                checker.gap(name, channel, gap.after(), gap.before());
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
