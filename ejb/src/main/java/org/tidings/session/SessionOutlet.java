package org.tidings.session;

import java.util.function.Function;
import java.util.function.LongFunction;
import org.tidings.envelope.CloseCode;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.fanout.Outlet;
import org.tidings.fanout.Subscription;
import org.tidings.history.StoredEvent;

/**
 * Where everything goes that one session is sent: the events of its subscriptions, answers, and what the connection itself has to
 * say. It is queued, and the writer woken; nothing waits for the peer. Thread-safe; events come on the tails' threads.
 */
public final class SessionOutlet implements Outlet {

    private final Session session;
    private final OutboundQueue queue;
    private final SessionWriter writer;
    private final BehindSubscriptions behind;
    private final SessionMetrics metrics;

    /** @param writer writes what is queued, and refills the queue for those that are behind */
    SessionOutlet(
            Session session,
            OutboundQueue queue,
            SessionWriter writer,
            BehindSubscriptions behind,
            SessionMetrics metrics) {
        this.session = session;
        this.queue = queue;
        this.writer = writer;
        this.behind = behind;
        this.metrics = metrics;
    }

    /** Queues a reply, an error or an event of the connection itself; what is of a channel, in order with its events. */
    void send(Envelope envelope) {
        String text = EnvelopeCodec.encode(envelope);
        if (envelope.type() == Envelope.Type.EVENT && envelope.channel() == null) {
            behindAll(text);
        } else {
            queue(() -> queue.answer(text, envelope.channel()));
        }
    }

    /** Queues what comes behind everything that waits. */
    void behindAll(String envelope) {
        queue(() -> queue.behindAll(envelope));
    }

    /** Queues what may be left out where much waits to be sent. False where it was left out. */
    public boolean mention(String envelope) {
        if (session.isClosing()) {
            return true;
        }
        if (!queue.hasRoom()) {
            return false;
        }
        behindAll(envelope);
        return true;
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
        queue(() -> queue.notice(subscription, envelope));
    }

    @Override
    public void position(String envelope) {
        queue(() -> queue.position(envelope));
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
        metrics.behind();
        behind.add(subscription);
        writer.wake();
    }

    /** Not at once: the end of all subscriptions takes their feeds' locks, of which the caller holds one. */
    @Override
    public void tooSlow(Subscription subscription) {
        writer.later(() -> session.close(CloseCode.SLOW_CONSUMER, 0));
    }

    @Override
    public boolean hold(int bytes) {
        return queue.hold(bytes);
    }

    @Override
    public void release(int bytes) {
        queue.release(bytes);
    }

    /** Asks the peer whether it is still there, ahead of what waits. */
    void ping() {
        writer.ping();
    }

    /** Takes back every event that waits, of whatever subscription. */
    void takeBackEvents() {
        queue.takeBackEvents();
    }

    /** Bytes that wait to be sent, as of a moment ago. */
    long queuedBytes() {
        return queue.roughlyBytes();
    }

    /** Queues what is no event, and so is not refused: a peer that takes none of it is cut off. */
    private void queue(Runnable addition) {
        if (session.hasEnded()) {
            return;
        }
        addition.run();
        if (queue.overflowing()) {
            session.closeOnceWritten(CloseCode.SLOW_CONSUMER, null);
        }
        writer.wake();
    }
}
