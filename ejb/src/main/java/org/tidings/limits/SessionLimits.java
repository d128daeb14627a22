package org.tidings.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.tidings.envelope.Envelope;

/**
 * What one connection may still ask for. Each question counts; null is the answer where it may. Thread-safe and lock-free, asked
 * in the order of the connection's requests.
 */
public final class SessionLimits {

    /** Nobody knows when the log will have answered. */
    private static final long PENDING_RETRY_MILLIS = 250;

    /** What was on its way behind a refused publish has arrived by then. */
    private static final long LEAST_RETRY_MILLIS = 50;

    /** Beyond, all are let go: who floods so many channels is refused for other reasons. */
    private static final int MAX_HELD_CHANNELS = 1_000;

    private static final int LOOKED_AT_PER_REQUEST = 100;

    private static final RatePlan BAD_ENVELOPES = RatePlan.perMinute(Envelope.MALFORMED_PER_MINUTE - 1);

    private final RequestLimits all;
    private final UserRate user;
    private final Rate publishes;
    private final Rate requests;
    private final Rate pings;
    private final Rate tokens;
    private final Rate refusals;
    private final Rate badEnvelopes = BAD_ENVELOPES.rate();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicBoolean left = new AtomicBoolean();
    /** Until when what follows a refused publish is refused with it. Written by the request's thread. */
    private volatile Hold hold = Hold.NONE;
    /** Until when each channel is held whose own rate refused a publish of this connection. */
    private final Map<String, Long> heldChannels = new ConcurrentHashMap<>(1);
    /** Whether it was refused so often that it does not listen. Written by the request's thread. */
    private volatile boolean deaf;

    private record Hold(Limit limit, long untilNanos, boolean over) {
        private static final Hold NONE = new Hold(null, 0, true);
    }

    SessionLimits(RequestLimits all, UserRate user) {
        this.all = all;
        this.user = user;
        this.publishes = all.plans().publishes().rate();
        this.requests = all.plans().requests().rate();
        this.pings = all.plans().pings().rate();
        this.tokens = all.plans().tokens().rate();
        this.refusals = all.plans().refusals().rate();
    }

    /**
     * One more publish. What follows a refused one is refused too until that may come again: it may have been on its way, and
     * would be stored before the one that is to be sent again.
     */
    public Refusal publish() {
        Hold before = hold;
        long left = before.over() ? 0 : before.untilNanos() - nanos();
        if (left > 0) {
            return refused(before.limit(), millis(left));
        }
        if (pending.get() >= all.settings().maxPendingRequests()) {
            return hold(Limit.PENDING_REQUESTS, PENDING_RETRY_MILLIS);
        }
        long waitMillis = publishes.next();
        if (waitMillis > 0) {
            return hold(Limit.PUBLISHES, waitMillis);
        }
        waitMillis = user.next();
        if (waitMillis > 0) {
            publishes.giveBack();
            return hold(Limit.PUBLISHES_PER_USER, waitMillis);
        }
        hold = Hold.NONE;
        return null;
    }

    /**
     * One more publish to a channel that bears so many in a second, whoever they come from. Asked behind {@link #publish}. What
     * follows a refused one to the same channel is refused with it; other channels are not concerned.
     */
    public Refusal publishTo(String channel, int perSecond) {
        long heldNanos = heldChannels.getOrDefault(channel, nanos()) - nanos();
        long waitMillis = heldNanos > 0 ? millis(heldNanos) : all.channels().next(channel, perSecond);
        if (waitMillis == 0) {
            heldChannels.remove(channel);
            return null;
        }
        long bearable = Math.max(LEAST_RETRY_MILLIS, waitMillis);
        if (heldNanos <= 0) {
            if (heldChannels.size() >= MAX_HELD_CHANNELS) {
                heldChannels.clear();
            }
            heldChannels.put(channel, nanos() + bearable * 1_000_000);
        }
        return refused(Limit.PUBLISHES_PER_CHANNEL, bearable);
    }

    /** One more request that is neither a publish nor a ping. */
    public Refusal request() {
        if (pending.get() >= all.settings().maxPendingRequests()) {
            return refused(Limit.PENDING_REQUESTS, PENDING_RETRY_MILLIS);
        }
        return within(requests, Limit.REQUESTS);
    }

    /** One more of those that only ask whether the other is there. */
    public Refusal ping() {
        return within(pings, Limit.PINGS);
    }

    /** One more token to be looked at. */
    public Refusal token() {
        return within(tokens, Limit.TOKENS);
    }

    /** One that came behind as many as may wait. */
    public Refusal waiting() {
        return hold(Limit.PENDING_REQUESTS, PENDING_RETRY_MILLIS);
    }

    /** Whether one more malformed envelope is borne. */
    public boolean badEnvelope() {
        return counted(badEnvelopes.next() == 0, Limit.BAD_ENVELOPES);
    }

    /** Whether one more pong that answers nothing is borne (RFC 6455 §5.5.3 allows them). */
    public boolean strayPong() {
        return counted(pings.next() == 0, Limit.PINGS);
    }

    /** How many channels it may have subscribed. */
    public int maxSubscriptions() {
        return all.settings().maxSubscriptions();
    }

    /** How many of them may be to patterns. */
    public int maxPatterns() {
        return all.settings().maxPatterns();
    }

    /** Past events were looked at to find those that are wanted: so many cost as much as a request. */
    public void looked(int events) {
        for (int i = 0; i < events / LOOKED_AT_PER_REQUEST; i++) {
            requests.next();
        }
    }

    /** A request waits for its answer. */
    public void begin() {
        pending.incrementAndGet();
    }

    /** It has it, or never will. */
    public void answered() {
        pending.decrementAndGet();
    }

    /** Counts what was refused for its size or number. */
    public void exceeded(Limit limit) {
        all.refusals().count(limit);
    }

    /** Whether it goes on asking although it is told when to come again. */
    public boolean isDeaf() {
        return deaf;
    }

    /** The connection has ended. Idempotent. */
    public void leave() {
        if (left.compareAndSet(false, true)) {
            all.users().leave(user);
        }
    }

    private Refusal within(Rate rate, Limit limit) {
        long waitMillis = rate.next();
        return waitMillis == 0 ? null : refused(limit, waitMillis);
    }

    private Refusal hold(Limit limit, long waitMillis) {
        long bearable = Math.max(LEAST_RETRY_MILLIS, waitMillis);
        hold = new Hold(limit, nanos() + bearable * 1_000_000, false);
        return refused(limit, bearable);
    }

    private Refusal refused(Limit limit, long retryAfterMillis) {
        all.refusals().count(limit);
        if (refusals.next() > 0 && !deaf) {
            deaf = true;
            all.refusals().count(Limit.REFUSALS);
        }
        return new Refusal(limit, retryAfterMillis);
    }

    private boolean counted(boolean borne, Limit limit) {
        if (!borne) {
            all.refusals().count(limit);
        }
        return borne;
    }

    private long nanos() {
        return all.plans().publishes().nanos();
    }

    /** Rounded up, for whoever comes too early is refused again. */
    private static long millis(long nanos) {
        return (nanos + 999_999) / 1_000_000;
    }
}
