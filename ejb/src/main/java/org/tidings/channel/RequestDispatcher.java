package org.tidings.channel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
import org.tidings.fanout.FollowUp;
import org.tidings.limits.Refusal;
import org.tidings.session.RequestHandler;
import org.tidings.session.RequestOrder;
import org.tidings.session.Requester;
import org.tidings.session.Session;

/** Gives each request to whoever answers it, and each failure its error. The one place where a request's faults are caught. */
public final class RequestDispatcher implements RequestHandler {

    private static final Logger LOG = System.getLogger(RequestDispatcher.class.getName());

    private static final long DEAF_RETRY_MILLIS = 10_000;
    private static final long MIN_HEARTBEAT_MILLIS = 100;
    private static final long MAX_HEARTBEAT_MILLIS = 300_000;

    /** All that a token waits for before its turn. */
    private static final CompletionStage<Void> A_THREAD = CompletableFuture.completedFuture(null);

    private final ChannelService channels;
    private final TokenRenewal renewal;
    private final FailedRequests failures;
    private final Executor waiting;
    private final Executor verifying;

    /**
     * @param waiting carries out requests that had to wait for an application's verdict
     * @param verifying another one, which looks at further tokens and may wait for the keys
     */
    public RequestDispatcher(
            ChannelService channels,
            TokenVerifier tokens,
            Revocations revocations,
            Executor waiting,
            Executor verifying) {
        this.channels = channels;
        this.waiting = waiting;
        this.verifying = verifying;
        this.failures = channels.failures();
        this.renewal = new TokenRenewal(tokens, revocations, channels.standing(), failures, channels.audit());
    }

    @Override
    public void frame(Session session, List<Decoded> envelopes) {
        FollowUp.of(() -> requests(session, envelopes));
    }

    private void requests(Session session, List<Decoded> envelopes) {
        for (Decoded decoded : envelopes) {
            if (session.isClosing()) {
                return;
            }
            if (decoded instanceof Envelope envelope && envelope.type() == Envelope.Type.REQUEST) {
                request(session, envelope);
            } else if (decoded instanceof Envelope envelope) {
                malformed(session, new Malformed(envelope.id(), envelope.action(), "a client sends requests alone"));
            } else if (decoded instanceof Malformed malformed) {
                malformed(session, malformed);
            }
        }
    }

    /** At once, unless it must wait: for an application's verdict, or for the key of a token. What comes later comes behind it. */
    @Override
    public void request(Requester requester, Envelope request) {
        boolean token = request.action().equals(Action.AUTHENTICATE);
        if (!token && !channels.mayTakeTime() && requester.order().isIdle()) {
            carryOut(requester, request);
        } else if (!requester.order().submit(new InTurn(requester, request, token ? verifying : waiting))) {
            failures.answer(
                    requester, request, Replies.limited(requester.limits().waiting()));
            endIfDeaf(requester);
        }
    }

    private final class InTurn implements RequestOrder.Step {
        private final Requester requester;
        private final Envelope request;
        private final Executor executor;

        InTurn(Requester requester, Envelope request, Executor executor) {
            this.requester = requester;
            this.request = request;
            this.executor = executor;
        }

        @Override
        public CompletionStage<?> awaits() {
            if (requester.isClosing()) {
                return null;
            }
            return executor == verifying ? A_THREAD : channels.awaits(requester, request);
        }

        @Override
        public Executor executor() {
            return executor;
        }

        @Override
        public void run() {
            if (!requester.isClosing()) {
                carryOut(requester, request);
            }
        }
    }

    /** One that asks again and again when it is told to wait costs more than it is worth. */
    private static void endIfDeaf(Requester requester) {
        if (requester.limits().isDeaf()) {
            requester.close(CloseCode.RATE_LIMITED, DEAF_RETRY_MILLIS);
        }
    }

    private void carryOut(Requester requester, Envelope request) {
        try {
            answer(requester, request);
        } catch (RequestFailed e) {
            failures.answer(requester, request, e.payload());
            endIfDeaf(requester);
        } catch (BadPayload e) {
            failures.answer(requester, request, ErrorPayload.of(ErrorCode.BAD_PAYLOAD, e.getMessage()));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "session " + requester.id() + ": a request failed", e);
            failures.answer(
                    requester, request, ErrorPayload.of(ErrorCode.INTERNAL, "the server failed; its log says why"));
        }
    }

    private void answer(Requester requester, Envelope request) throws RequestFailed, BadPayload {
        if (requester.tokenHasEnded() && !request.action().equals(Action.AUTHENTICATE)) {
            throw new RequestFailed(ErrorCode.UNAUTHENTICATED, "the token has ended: authenticate with a new one");
        }
        RequestFailed.unless(refusal(requester, request.action()));
        switch (request.action()) {
            case Action.PUBLISH -> channels.publishes().answer(requester, request);
            case Action.SUBSCRIBE -> channels.subscriptions().subscribe(connection(requester), request);
            case Action.UNSUBSCRIBE -> channels.subscriptions().unsubscribe(connection(requester), request);
            case Action.HISTORY -> channels.history().answer(requester, request);
            case Action.PRESENCE -> channels.presence().answer(requester, request);
            case Action.ACK -> channels.acks().answer(requester, request);
            case Action.AUTHENTICATE -> renewal.authenticate(connection(requester), request);
            case Action.HEARTBEAT -> heartbeat(connection(requester), request);
            case Action.PING ->
                requester.send(request.reply()
                        .payload(new Pong(System.currentTimeMillis()))
                        .build());
            case "call" -> throw new RequestFailed(ErrorCode.UNSUPPORTED, "this server does not offer the action");
            default -> throw new RequestFailed(ErrorCode.UNKNOWN_ACTION, "no action of that name");
        }
    }

    /** The connection on which a request came that makes no sense without one. */
    private static Session connection(Requester requester) throws RequestFailed {
        if (requester instanceof Session session) {
            return session;
        }
        throw new RequestFailed(ErrorCode.UNSUPPORTED, "the action needs a connection that stays open");
    }

    /** Publishes and tokens have limits of their own, asked where they are handled. */
    private static Refusal refusal(Requester requester, String action) {
        return switch (action) {
            case Action.PUBLISH, Action.AUTHENTICATE -> null;
            case Action.PING, Action.HEARTBEAT -> requester.limits().ping();
            default -> requester.limits().request();
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
