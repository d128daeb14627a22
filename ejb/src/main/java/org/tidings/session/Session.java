package org.tidings.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.tidings.authentication.Caller;
import org.tidings.authorization.KeptDecisions;
import org.tidings.envelope.Action;
import org.tidings.envelope.Bye;
import org.tidings.envelope.CloseCode;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.fanout.Outlet;
import org.tidings.fanout.PatternSubscription;
import org.tidings.fanout.ShardFeed;
import org.tidings.fanout.Subscription;
import org.tidings.history.StoredEvent;
import org.tidings.limits.SessionLimits;
import org.tidings.presence.Visits;

/**
 * One connection of one caller. Thread-safe: requests come on the container's thread, events on the tails', time on the
 * sweeper's.
 */
public final class Session implements Outlet, Requester {

    private final String id;
    private final long sinceMillis = System.currentTimeMillis();
    private final OutboundQueue queue;
    private final SessionWriter writer;
    private final BehindSubscriptions behind = new BehindSubscriptions();
    private final SessionMetrics metrics;
    private final Consumer<Session> onEnd;
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>(1);
    private final Visits visits = new Visits();
    private final Map<String, PatternSubscription> patterns = new ConcurrentHashMap<>(1);
    private final SessionClock clock;
    private final SessionLimits limits;
    private final KeptDecisions decisions = new KeptDecisions();
    private final RequestOrder order;
    /** Pings that no pong has answered yet. */
    private final AtomicInteger unanswered = new AtomicInteger();
    /** Null until the server ends it. Written by whoever closes first. */
    private volatile CloseCode endedBy;
    /** Null for nothing but what the code says. Written with it. */
    private volatile String endedBecause;

    /** Whether somebody has said {@code bye}, or is about to: two at once would both say it. */
    private final AtomicBoolean leaving = new AtomicBoolean();

    private final AtomicBoolean ended = new AtomicBoolean();
    private final Transport transport;
    /** Whom the latest accepted token names: always the same subject. Written in the order of requests. */
    private volatile Caller caller;

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
        this.metrics = metrics;
        this.onEnd = onEnd;
        this.queue = new OutboundQueue(settings.maxQueuedBytes(), budget, transport.format(), frames);
        this.writer = new SessionWriter(queue, transport, turns, closers, metrics, behind, this::end);
        this.limits = limits;
        this.order = new RequestOrder(maxWaiting);
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

    /** Keeps requests in order where one must wait. */
    @Override
    public RequestOrder order() {
        return order;
    }

    /** What was decided about this caller. */
    @Override
    public KeptDecisions decisions() {
        return decisions;
    }

    @Override
    public SessionLimits limits() {
        return limits;
    }

    /** Something came from the peer, whatever it was. */
    public void heard() {
        clock.heard(System.nanoTime());
    }

    /** A pong came. One that answers no ping counts as one that the peer sends to be heard (RFC 6455 §5.5.3). */
    public void pong() {
        heard();
        boolean asked = unanswered.getAndUpdate(pings -> Math.max(0, pings - 1)) > 0;
        if (!asked && !limits.strayPong()) {
            close(CloseCode.PROTOCOL_ABUSE, 0);
        }
    }

    /** A ping is on its way. */
    void pinged() {
        unanswered.incrementAndGet();
    }

    /** Whether a ping has not been answered. */
    boolean isPinged() {
        return unanswered.get() > 0;
    }

    /** Bytes that wait to be sent. */
    long queuedBytes() {
        return queue.roughlyBytes();
    }

    /** Queues a reply, an error or an event of the connection itself; what is of a channel, in order with its events. */
    @Override
    public void send(Envelope envelope) {
        String text = EnvelopeCodec.encode(envelope);
        if (envelope.type() == Envelope.Type.EVENT && envelope.channel() == null) {
            control(text);
        } else {
            queue(() -> queue.answer(text, envelope.channel()));
        }
    }

    /** Queues what comes behind everything that waits. */
    void control(String envelope) {
        queue(() -> queue.behindAll(envelope));
    }

    /** Remembers a subscription; false if the channel has one already. */
    public boolean addSubscription(Subscription subscription) {
        return subscriptions.putIfAbsent(subscription.channel(), subscription) == null;
    }

    /** The subscription that was removed, or null. */
    public Subscription removeSubscription(String channel) {
        Subscription removed = subscriptions.remove(channel);
        if (removed != null) {
            visits.leave(removed);
        }
        return removed;
    }

    /** Forgets this very subscription; false where it was forgotten before. */
    public boolean removeSubscription(Subscription subscription) {
        boolean removed = subscriptions.remove(subscription.channel(), subscription);
        if (removed) {
            visits.leave(subscription);
        }
        return removed;
    }

    /** Those of the moment. */
    public List<Subscription> subscriptions() {
        return List.copyOf(subscriptions.values());
    }

    /** To channels and to patterns. */
    public int subscriptionCount() {
        return subscriptions.size() + patterns.size();
    }

    public int patternCount() {
        return patterns.size();
    }

    /** Remembers a subscription to a pattern; false if the pattern has one already. */
    public boolean addPattern(PatternSubscription subscription) {
        return patterns.putIfAbsent(subscription.name(), subscription) == null;
    }

    /** The subscription that was removed, or null. */
    public PatternSubscription removePattern(String name) {
        return patterns.remove(name);
    }

    /** Forgets this very subscription; false where it was forgotten before. */
    public boolean removePattern(PatternSubscription subscription) {
        return patterns.remove(subscription.name(), subscription);
    }

    /** Those of the moment. */
    public List<PatternSubscription> patterns() {
        return List.copyOf(patterns.values());
    }

    public boolean isSubscribed(PatternSubscription subscription) {
        return patterns.get(subscription.name()) == subscription;
    }

    /** To channels, and the parts of those to patterns. */
    private List<Subscription> everyPart() {
        List<Subscription> every = new ArrayList<>(subscriptions.values());
        patterns.values().forEach(subscription -> every.addAll(subscription.parts()));
        return every;
    }

    public boolean isSubscribed(Subscription subscription) {
        return subscriptions.get(subscription.channel()) == subscription;
    }

    /** Where others see this connection's user. */
    public Visits visits() {
        return visits;
    }

    /** Queues what may be left out where much waits to be sent. False where it was left out. */
    public boolean mention(String envelope) {
        if (isClosing()) {
            return true;
        }
        if (!queue.hasRoom()) {
            return false;
        }
        control(envelope);
        return true;
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
            control(EnvelopeCodec.encode(Envelope.event(Action.BYE)
                    .payload(Bye.of(code, retryAfterMillis))
                    .build()));
        }
        if (writer.close(code)) {
            endedBy = code;
            endedBecause = because;
            metrics.ended(code);
            clock.closing(System.nanoTime());
        }
    }

    private void stopEvents(CloseCode code) {
        everyPart().forEach(subscription -> subscription.feed().detach(subscription));
        if (code == CloseCode.UNAUTHENTICATED
                || code == CloseCode.FORBIDDEN
                || code == CloseCode.TOKEN_EXPIRED
                || code == CloseCode.SLOW_CONSUMER) {
            queue.takeBackEvents();
        }
    }

    /** The connection is gone: nothing is written any more, every subscription ends. Idempotent. */
    public void end() {
        if (ended.compareAndSet(false, true)) {
            clock.end();
            writer.end();
            limits.leave();
            List<Subscription> left = everyPart();
            subscriptions.clear();
            visits.end(endedBy == null || CloseCode.verdict(endedBy.number()) != CloseCode.Verdict.STAY_AWAY);
            patterns.clear();
            left.forEach(subscription -> subscription.feed().detach(subscription));
            onEnd.accept(this);
        }
    }

    /** Whether the server is ending the connection: nothing more of the peer counts. */
    @Override
    public boolean isClosing() {
        return ended.get() || writer.isClosing();
    }

    /** Why the server ended it; null where the peer did, or nobody has. */
    public CloseCode endedBy() {
        return endedBy;
    }

    /** What the code does not say; null for nothing. */
    public String endedBecause() {
        return endedBecause;
    }

    public boolean hasEnded() {
        return ended.get();
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
    public boolean takeBack(Subscription subscription, long through, LongFunction<String> notice) {
        return queue.takeBack(subscription, through, notice);
    }

    @Override
    public void retract(Subscription subscription, Function<StoredEvent, String> instead) {
        queue.retract(subscription, instead);
    }

    @Override
    public void notice(Subscription subscription, String envelope) {
        queue(() -> queue.notice(subscription, envelope));
    }

    @Override
    public void position(String envelope) {
        queue(() -> queue.position(envelope));
    }

    /** Queues what is no event, and so is not refused: a peer that takes none of it is cut off. */
    private void queue(Runnable addition) {
        if (ended.get()) {
            return;
        }
        addition.run();
        if (queue.overflowing() && writer.close(CloseCode.SLOW_CONSUMER)) {
            endedBy = CloseCode.SLOW_CONSUMER;
            metrics.ended(CloseCode.SLOW_CONSUMER);
            clock.closing(System.nanoTime());
        }
        writer.wake();
    }

    @Override
    public boolean hold(int bytes) {
        return queue.hold(bytes);
    }

    @Override
    public void release(int bytes) {
        queue.release(bytes);
    }

    /** Not at once: the end of all subscriptions takes their feeds' locks, of which the caller holds one. */
    @Override
    public void tooSlow(Subscription subscription) {
        writer.later(() -> close(CloseCode.SLOW_CONSUMER, 0));
    }

    @Override
    public void behind(Subscription subscription) {
        metrics.behind();
        behind.add(subscription);
        writer.wake();
    }

    SessionClock clock() {
        return clock;
    }

    SessionWriter writer() {
        return writer;
    }

    /** Ends it because the peer is silent; the connection below is still to be closed, with {@link #abort}. */
    void cut(CloseCode code) {
        endedBy = endedBy == null ? code : endedBy;
        end();
    }

    /** Cuts the connection off without waiting for the queue. May block; see {@link Transport#close}. */
    void abort(CloseCode code) {
        end();
        transport.close(code);
    }

    void announcePositions() {
        List<Subscription> parts = everyPart();
        if (parts.size() == 1) {
            // As most have it.
            parts.get(0).feed().announcePosition(parts, this);
            return;
        }
        Map<ShardFeed, Collection<Subscription>> byShard = new HashMap<>();
        parts.forEach(subscription -> byShard.computeIfAbsent(subscription.feed(), feed -> new ArrayList<>())
                .add(subscription));
        byShard.forEach((feed, ofShard) -> feed.announcePosition(ofShard, this));
    }
}
