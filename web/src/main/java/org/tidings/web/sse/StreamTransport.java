package org.tidings.web.sse;

import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.tidings.envelope.Action;
import org.tidings.envelope.Bye;
import org.tidings.envelope.CloseCode;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeHead;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.ErrorPayload;
import org.tidings.envelope.Unsubscribed;
import org.tidings.session.OutboundFrame;
import org.tidings.session.Session;
import org.tidings.session.Transport;
import org.tidings.web.problem.Problem;
import org.tidings.web.problem.RequestProblem;

/**
 * A session's frames as a response of server-sent events. The response begins with the answer to the one subscription: until then
 * what comes is kept, so that a refusal still has its status. Confined to the session's writer, but for {@link #close}.
 */
final class StreamTransport implements Transport {

    /** Spread, so that not all come back at once to the instances that are left. */
    private static final long MIN_RETRY_MILLIS = 500;

    private static final long MAX_RETRY_MILLIS = 3_000;

    private final HttpServletResponse response;
    private final StreamOutput output;
    /** What came before the answer; null once the response has begun. */
    private List<String> kept = new ArrayList<>();
    /** Null until it is opened, which is before anything but {@code hello} comes. */
    private volatile Session session;

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.UNDECIDED);

    /** Left once, by whoever decides first. */
    private enum Phase {
        UNDECIDED,
        BEGUN,
        REFUSED
    }

    StreamTransport(HttpServletResponse response, StreamOutput output) {
        this.response = response;
        this.output = output;
    }

    void opened(Session of) {
        session = of;
    }

    @Override
    public void send(OutboundFrame frame, Consumer<Throwable> done) {
        StringBuilder events = new StringBuilder(frame.payloadBytes() + 256);
        for (String envelope : frame.text().split("\n")) {
            EnvelopeHead head = EnvelopeHead.of(envelope);
            switch (phase.get()) {
                case BEGUN -> event(events, head, envelope);
                case UNDECIDED -> answer(events, head, envelope);
                case REFUSED -> {
                    // It has had its answer.
                }
            }
        }
        if (events.isEmpty()) {
            done.accept(null);
        } else {
            output.write(events.toString().getBytes(StandardCharsets.UTF_8), done);
        }
    }

    /** What comes before the response has begun. */
    private void answer(StringBuilder events, EnvelopeHead head, String envelope) {
        if (head.type() == Envelope.Type.REPLY) {
            if (!phase.compareAndSet(Phase.UNDECIDED, Phase.BEGUN)) {
                return;
            }
            begin();
            EventStream.retry(events, ThreadLocalRandom.current().nextLong(MIN_RETRY_MILLIS, MAX_RETRY_MILLIS));
            kept.forEach(earlier -> event(events, EnvelopeHead.of(earlier), earlier));
            kept = null;
            event(events, head, envelope);
        } else if (head.type() == Envelope.Type.ERROR) {
            refuse(RequestProblem.of(EventStream.payload(envelope, ErrorPayload.class)));
        } else if (head.action().equals(Action.BYE)) {
            refuse(problem(EventStream.payload(envelope, Bye.class)));
        } else {
            kept.add(envelope);
        }
    }

    private void begin() {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(EventStream.MEDIA_TYPE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        // nginx holds back what it does not know to be a stream.
        response.setHeader("X-Accel-Buffering", "no");
    }

    private void event(StringBuilder events, EnvelopeHead head, String envelope) {
        if (head.action().equals(Action.BYE)) {
            EventStream.retry(
                    events,
                    Math.max(
                            MIN_RETRY_MILLIS,
                            EventStream.payload(envelope, Bye.class).retryAfterMs()));
        }
        EventStream.write(events, head, envelope);
        if (head.action().equals(Action.UNSUBSCRIBED)) {
            // A stream is its one subscription.
            boolean again = Boolean.TRUE.equals(
                    EventStream.payload(envelope, Unsubscribed.class).resubscribe());
            session.close(again ? CloseCode.OVERLOADED : CloseCode.FORBIDDEN, 0);
        }
    }

    /** Ends the response with a problem instead of events. */
    private void refuse(Problem problem) {
        if (!phase.compareAndSet(Phase.UNDECIDED, Phase.REFUSED)) {
            return;
        }
        byte[] body = problem.json().getBytes(StandardCharsets.UTF_8);
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setContentLength(body.length);
        problem.retryAfterMillis()
                .ifPresent(millis -> response.setHeader("Retry-After", Problem.retryAfterSeconds(millis)));
        output.write(body, written -> {
            output.close();
            session.end();
        });
    }

    /** What ended the session before it was answered. */
    private static Problem problem(Bye bye) {
        ErrorCode code =
                switch (CloseCode.verdict(bye.code())) {
                    case STAY_AWAY ->
                        bye.code() == CloseCode.FORBIDDEN.number() ? ErrorCode.FORBIDDEN : ErrorCode.UNAUTHENTICATED;
                    case BACK_OFF, RETURN_NOW ->
                        bye.code() == CloseCode.TOKEN_EXPIRED.number()
                                ? ErrorCode.UNAUTHENTICATED
                                : ErrorCode.UNAVAILABLE;
                };
        return RequestProblem.of(ErrorPayload.of(
                code, "the stream ended before it began", code.temporary() ? Math.max(1_000, bye.retryAfterMs()) : 0));
    }

    /** The peer answers nothing: that the container takes what is written is all that is known of it. */
    @Override
    public void ping() {
        if (phase.get() == Phase.BEGUN) {
            output.write(EventStream.COMMENT.getBytes(StandardCharsets.UTF_8), failure -> {
                if (failure == null) {
                    session.pong();
                }
            });
        } else {
            session.pong();
        }
    }

    @Override
    public void close(CloseCode code) {
        if (phase.get() == Phase.UNDECIDED) {
            refuse(problem(Bye.of(code, 0)));
        } else {
            output.close();
        }
    }
}
