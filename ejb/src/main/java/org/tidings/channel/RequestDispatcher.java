package org.tidings.channel;

import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.tidings.authentication.Revocations;
import org.tidings.authentication.TokenVerifier;
import org.tidings.envelope.Action;
import org.tidings.envelope.BadPayload;
import org.tidings.envelope.CloseCode;
import org.tidings.envelope.Decoded;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.ErrorPayload;
import org.tidings.envelope.HeartbeatOptions;
import org.tidings.envelope.Malformed;
import org.tidings.envelope.Payloads;
import org.tidings.envelope.Pong;
import org.tidings.limits.Refusal;
import org.tidings.session.RequestHandler;
import org.tidings.session.RequestOrder;
import org.tidings.session.Session;

/** Gives each request to whoever answers it, and each failure its error. The one place where a request's faults are caught. */
public final class RequestDispatcher implements RequestHandler {

    private static final Logger LOG = System.getLogger(RequestDispatcher.class.getName());

    private static final long DEAF_RETRY_MILLIS = 10_000;
    private static final long MIN_HEARTBEAT_MILLIS = 100;
    private static final long MAX_HEARTBEAT_MILLIS = 300_000;

    private final ChannelService channels;
    private final TokenRenewal renewal;
    private final FailedRequests failures;
    private final Executor waiting;

    /** @param waiting carries out requests that had to wait for an application's verdict */
    public RequestDispatcher(
            ChannelService channels,
            TokenVerifier tokens,
            Revocations revocations,
            MeterRegistry meters,
            Executor waiting) {
        this.channels = channels;
        this.waiting = waiting;
        this.failures = new FailedRequests(meters);
        this.renewal = new TokenRenewal(tokens, revocations, channels, failures, channels.audit());
    }

    @Override
    public void frame(Session session, List<Decoded> envelopes) {
        for (Decoded decoded : envelopes) {
            if (session.isClosing()) {
                return;
            }
            if (decoded instanceof Envelope envelope && envelope.type() == Envelope.Type.REQUEST) {
                inOrder(session, envelope);
            } else if (decoded instanceof Envelope envelope) {
                malformed(session, new Malformed(envelope.id(), envelope.action(), "a client sends requests alone"));
            } else if (decoded instanceof Malformed malformed) {
                malformed(session, malformed);
            }
        }
    }

    /** At once, unless an application must be asked first: then behind it, and what comes later behind that. */
    private void inOrder(Session session, Envelope request) {
        if (!channels.mayTakeTime()) {
            request(session, request);
            return;
        }
        RequestOrder.Step step = new RequestOrder.Step() {
            @Override
            public CompletionStage<?> awaits() {
                return session.isClosing() ? null : channels.awaits(session, request);
            }

            @Override
            public void run() {
                if (!session.isClosing()) {
                    request(session, request);
                }
            }
        };
        if (!session.order().submit(step, waiting)) {
            failures.answer(session, request, Replies.limited(session.limits().waiting()));
            endIfDeaf(session);
        }
    }

    /** One that asks again and again when it is told to wait costs more than it is worth. */
    private static void endIfDeaf(Session session) {
        if (session.limits().isDeaf()) {
            session.close(CloseCode.RATE_LIMITED, DEAF_RETRY_MILLIS);
        }
    }

    private void request(Session session, Envelope request) {
        try {
            answer(session, request);
        } catch (RequestFailed e) {
            failures.answer(session, request, e.payload());
            endIfDeaf(session);
        } catch (BadPayload e) {
            failures.answer(session, request, ErrorPayload.of(ErrorCode.BAD_PAYLOAD, e.getMessage()));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "session " + session.id() + ": a request failed", e);
            failures.answer(
                    session, request, ErrorPayload.of(ErrorCode.INTERNAL, "the server failed; its log says why"));
        }
    }

    private void answer(Session session, Envelope request) throws RequestFailed, BadPayload {
        if (session.tokenHasEnded() && !request.action().equals(Action.AUTHENTICATE)) {
            throw new RequestFailed(ErrorCode.UNAUTHENTICATED, "the token has ended: authenticate with a new one");
        }
        RequestFailed.unless(refusal(session, request.action()));
        switch (request.action()) {
            case Action.PUBLISH -> channels.publish(session, request);
            case Action.SUBSCRIBE -> channels.subscribe(session, request);
            case Action.UNSUBSCRIBE -> channels.unsubscribe(session, request);
            case Action.HISTORY -> channels.history(session, request);
            case Action.AUTHENTICATE -> renewal.authenticate(session, request);
            case Action.HEARTBEAT -> heartbeat(session, request);
            case Action.PING ->
                session.send(request.reply()
                        .payload(new Pong(System.currentTimeMillis()))
                        .build());
            case "presence", "call" ->
                throw new RequestFailed(ErrorCode.UNSUPPORTED, "this server does not offer the action");
            default -> throw new RequestFailed(ErrorCode.UNKNOWN_ACTION, "no action of that name");
        }
    }

    /** Publishes and tokens have limits of their own, asked where they are handled. */
    private static Refusal refusal(Session session, String action) {
        return switch (action) {
            case Action.PUBLISH, Action.AUTHENTICATE -> null;
            case Action.PING, Action.HEARTBEAT -> session.limits().ping();
            default -> session.limits().request();
        };
    }

    private void heartbeat(Session session, Envelope request) throws BadPayload {
        long everyMillis =
                Payloads.read(request.payload(), HeartbeatOptions.class).everyMs();
        session.heartbeatEvery(Math.max(MIN_HEARTBEAT_MILLIS, Math.min(MAX_HEARTBEAT_MILLIS, everyMillis)));
        session.send(request.reply().build());
    }

    private void malformed(Session session, Malformed malformed) {
        session.send(malformed.answer());
        failures.countMalformed();
        if (!session.limits().badEnvelope()) {
            session.close(CloseCode.PROTOCOL_ABUSE, 0);
        }
    }
}
