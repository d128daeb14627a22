package org.tidings.session;

import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.tidings.authentication.Caller;
import org.tidings.authorization.KeptDecisions;
import org.tidings.envelope.Action;
import org.tidings.envelope.Bye;
import org.tidings.envelope.CloseCode;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.limits.SessionLimits;
import org.tidings.presence.Visits;

/**
 * One connection of one caller: whose it is, and how it ends. What it is subscribed to, what it is sent and what its time brings are
 * {@link #subscriptions}, {@link #outlet} and {@link #clock}. Thread-safe: requests come on the container's thread, events on the
 * tails', time on the sweeper's.
 */
public final class Session implements Requester {

    private final String id;
    private final long sinceMillis = System.currentTimeMillis();
    private final Transport transport;
    private final SessionWriter writer;
    private final SessionOutlet outlet;
    private final SessionClock clock;
    private final SessionMetrics metrics;
    private final SessionLimits limits;
    private final KeptDecisions decisions = new KeptDecisions();
    private final RequestOrder order;
    private final Visits visits = new Visits();
    private final Subscriptions subscriptions = new Subscriptions(visits);
    private final Consumer<Session> onEnd;
    /** Whom the latest accepted token names: always the same subject. Written in the order of requests. */
    private volatile Caller caller;

    /** Whether somebody has said {@code bye}, or is about to: two at once would both say it. */
    private final AtomicBoolean leaving = new AtomicBoolean();
    /** Null until the server ends it. Written by whoever is first. */
    private final AtomicReference<Ending> ending = new AtomicReference<>();

    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * Why the server ended a connection.
     *
     * @param because what the code does not say, for the operator; null for nothing
     */
    public record Ending(CloseCode code, String because) {}

    /** @param onEnd told once, on the thread that ends it */
    Session(
            String id,
            Caller caller,
            Transport transport,
            SessionSettings settings,
            SessionLimits limits,
            int maxWaiting,
            OutboundBudget budget,
            SharedFrames frames,
            RunQueue turns,
            Executor closers,
            TimerWheel wheel,
            SessionPace pace,
            SessionMetrics metrics,
            Consumer<Session> onEnd) {
        this.id = id;
        this.caller = caller;
        this.transport = transport;
        this.limits = limits;
        this.metrics = metrics;
        this.onEnd = onEnd;
        this.order = new RequestOrder(maxWaiting);
        OutboundQueue queue = new OutboundQueue(settings.maxQueuedBytes(), budget, transport.format(), frames);
        BehindSubscriptions behind = new BehindSubscriptions();
        this.writer = new SessionWriter(queue, transport, turns, closers, metrics, behind, this::end);
        this.outlet = new SessionOutlet(this, queue, writer, behind, metrics);
        this.clock = new SessionClock(this, wheel, pace, System.nanoTime());
    }

    @Override
    public String id() {
        return id;
    }

    /** When it began. */
    public Instant since() {
        return Instant.ofEpochMilli(sinceMillis);
    }

    @Override
    public Caller caller() {
        return caller;
    }

    /** From now on a further token of the same subject counts. */
    public void renew(Caller renewed) {
        caller = renewed;
        visits.renew(renewed);
        clock.soon();
    }

    /** Whether the token is over. For a short while the connection lives on, for a new one to arrive. */
    @Override
    public boolean tokenHasEnded() {
        return caller.acceptedUntil().toEpochMilli() <= System.currentTimeMillis();
    }

    @Override
    public RequestOrder order() {
        return order;
    }

    @Override
    public KeptDecisions decisions() {
        return decisions;
    }

    @Override
    public SessionLimits limits() {
        return limits;
    }

    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /** Where others see this connection's user. */
    public Visits visits() {
        return visits;
    }

    public SessionOutlet outlet() {
        return outlet;
    }

    SessionClock clock() {
        return clock;
    }

    @Override
    public void send(Envelope envelope) {
        outlet.send(envelope);
    }

    /** Something came from the peer, whatever it was. */
    public void heard() {
        clock.heard(System.nanoTime());
    }

    /** A pong came. One that answers no ping counts as one that the peer sends to be heard (RFC 6455 §5.5.3). */
    public void pong() {
        heard();
        if (!clock.answered() && !limits.strayPong()) {
            close(CloseCode.PROTOCOL_ABUSE, 0);
        }
    }

    /** Sends {@code heartbeat} events from now on. */
    public void heartbeatEvery(long millis) {
        clock.heartbeatEvery(millis, System.nanoTime());
    }

    /**
     * Says {@code bye}, writes what is queued, and ends the connection. The first code counts. From now on no events come; where the
     * caller has no right to them any more or is too slow for them, neither do those that wait.
     */
    @Override
    public void close(CloseCode code, long retryAfterMillis) {
        close(code, retryAfterMillis, null);
    }

    /** Likewise. @param because what the code does not say, for the operator; null for nothing */
    public void close(CloseCode code, long retryAfterMillis, String because) {
        if (!leaving.compareAndSet(false, true)) {
            return;
        }
        if (!isClosing()) {
            stopEvents(code);
        }
        if (code != CloseCode.NORMAL) {
            outlet.behindAll(EnvelopeCodec.encode(Envelope.event(Action.BYE)
                    .payload(Bye.of(code, retryAfterMillis))
                    .build()));
        }
        closeOnceWritten(code, because);
    }

    private void stopEvents(CloseCode code) {
        subscriptions.detach();
        if (code == CloseCode.UNAUTHENTICATED
                || code == CloseCode.FORBIDDEN
                || code == CloseCode.TOKEN_EXPIRED
                || code == CloseCode.SLOW_CONSUMER) {
            outlet.takeBackEvents();
        }
    }

    /** Without a word: ends the connection once what is queued is written, or has not been for too long. The first code counts. */
    void closeOnceWritten(CloseCode code, String because) {
        if (ends(new Ending(code, because))) {
            clock.closing(System.nanoTime());
            // Last: where nothing waits it is over at once, and whoever is told so asks why.
            writer.close(code);
        }
    }

    /** Keeps why the server ends it, and counts it. False where that is said already, or the peer was first. */
    private boolean ends(Ending why) {
        boolean first = !ended.get() && ending.compareAndSet(null, why);
        if (first) {
            metrics.ended(why.code());
        }
        return first;
    }

    /** Ends it because the peer is silent; the connection below is still to be closed, with {@link #abort}. */
    void cut(CloseCode code) {
        ends(new Ending(code, null));
        end();
    }

    /** Cuts the connection off without waiting for the queue. May block; see {@link Transport#close}. */
    void abort(CloseCode code) {
        end();
        transport.close(code);
    }

    /** The connection is gone: nothing is written any more, every subscription ends. Idempotent. */
    public void end() {
        if (ended.compareAndSet(false, true)) {
            clock.end();
            writer.end();
            limits.leave();
            Ending why = ending.get();
            subscriptions.end(why == null || CloseCode.verdict(why.code().number()) != CloseCode.Verdict.STAY_AWAY);
            onEnd.accept(this);
        }
    }

    /** Whether the server is ending the connection: nothing more of the peer counts. */
    @Override
    public boolean isClosing() {
        return ended.get() || writer.isClosing();
    }

    public boolean hasEnded() {
        return ended.get();
    }

    /** Why the server ended it; null where the peer did, or nobody has. */
    public Ending ending() {
        return ending.get();
    }
}
