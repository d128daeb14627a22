package org.tidings.session;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.tidings.authentication.Caller;
import org.tidings.authorization.KeptDecisions;
import org.tidings.envelope.CloseCode;
import org.tidings.envelope.Envelope;
import org.tidings.limits.SessionLimits;

/**
 * One call of a caller who has no connection: a request or several, which are carried out in their order as those of a connection are.
 * Thread-safe.
 */
public final class Call implements Requester {

    private final String id;
    private final Caller caller;
    private final SessionLimits limits;
    private final RequestOrder order;
    private final RequestHandler handler;
    private final KeptDecisions decisions = new KeptDecisions();
    private final Map<String, CompletableFuture<Envelope>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();

    /** @param limits of this call alone; left when it ends */
    public Call(String id, Caller caller, SessionLimits limits, int maxWaiting, RequestHandler handler) {
        this.id = id;
        this.caller = caller;
        this.limits = limits;
        this.order = new RequestOrder(maxWaiting);
        this.handler = handler;
    }

    /**
     * Asks for one thing. Never fails: a request that does is answered with an error.
     *
     * @param request its id, where it has one, is not looked at
     * @return completed on whatever thread brings the answer, which must not be kept waiting
     */
    public CompletableFuture<Envelope> ask(Envelope request) {
        String number = Integer.toString(asked.incrementAndGet());
        CompletableFuture<Envelope> answer = new CompletableFuture<>();
        waiting.put(number, answer);
        handler.request(this, request.withId(number));
        return answer;
    }

    /** Nothing more is asked, and everything is answered. */
    public void end() {
        limits.leave();
    }

    @Override
    public void send(Envelope answer) {
        CompletableFuture<Envelope> asker = waiting.remove(answer.id());
        if (asker != null) {
            asker.complete(answer);
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public boolean tokenHasEnded() {
        return caller.acceptedUntil().toEpochMilli() <= System.currentTimeMillis();
    }

    @Override
    public SessionLimits limits() {
        return limits;
    }

    @Override
    public KeptDecisions decisions() {
        return decisions;
    }

    @Override
    public RequestOrder order() {
        return order;
    }

    /** Never: whatever was asked is answered. */
    @Override
    public boolean isClosing() {
        return false;
    }

    /** There is nothing to be ended: the answers say what is wrong. */
    @Override
    public void close(CloseCode code, long retryAfterMillis) {}
}
