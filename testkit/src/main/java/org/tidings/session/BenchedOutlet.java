package org.tidings.session;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.tidings.envelope.CloseCode;
import org.tidings.fanout.Outlet;
import org.tidings.fanout.Subscription;
import org.tidings.history.StoredEvent;

/** The queue and the writer of a session whose socket takes everything at once, and counts it. Confined to one thread. */
final class BenchedOutlet implements Outlet, Transport {

    private static final SessionMetrics METRICS = new SessionMetrics(new SimpleMeterRegistry());

    private final OutboundQueue queue;
    private final BehindSubscriptions behind = new BehindSubscriptions();
    private final SessionWriter writer;
    private long bytes;

    BenchedOutlet(int maxQueuedBytes, SharedFrames frames, RunQueue turns) {
        queue = new OutboundQueue(maxQueuedBytes, new OutboundBudget(Long.MAX_VALUE), format(), frames);
        writer = new SessionWriter(queue, this, turns, Runnable::run, METRICS, behind, () -> {});
    }

    /** That were handed to the socket. */
    long bytes() {
        return bytes;
    }

    @Override
    public boolean offer(Subscription subscription, StoredEvent event, String before) {
        boolean queued = queue.offer(subscription, event, before);
        if (queued) {
            writer.wake();
        }
        return queued;
    }

    @Override
    public void notice(Subscription subscription, String envelope) {
        queue.notice(subscription, envelope);
        writer.wake();
    }

    @Override
    public void position(String envelope) {
        queue.position(envelope);
        writer.wake();
    }

    @Override
    public boolean takeBack(Subscription subscription, long through, LongFunction<String> notice) {
        return queue.takeBack(subscription, through, notice);
    }

    @Override
    public void retract(Subscription subscription, Function<StoredEvent, String> instead) {
        queue.retract(subscription, instead);
    }

    @Override
    public void behind(Subscription subscription) {
        behind.add(subscription);
        writer.wake();
    }

    @Override
    public void tooSlow(Subscription subscription) {
        throw new IllegalStateException("nobody is to be disconnected");
    }

    @Override
    public boolean hold(int more) {
        return queue.hold(more);
    }

    @Override
    public void release(int less) {
        queue.release(less);
    }

    @Override
    public void send(OutboundFrame frame, Consumer<Throwable> done) {
        bytes += frame.ready().remaining();
        done.accept(null);
    }

    @Override
    public void ping() {}

    @Override
    public void close(CloseCode code) {}
}
