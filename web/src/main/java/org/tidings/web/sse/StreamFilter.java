package org.tidings.web.sse;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.tidings.audit.AuditEvent;
import org.tidings.audit.AuditTrail;
import org.tidings.authentication.OriginPolicy;
import org.tidings.authentication.TokenVerifier;
import org.tidings.channel.ChannelName;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorCode;
import org.tidings.instance.CurrentInstance;
import org.tidings.instance.RunningInstance;
import org.tidings.limits.ClientAddress;
import org.tidings.limits.Entrance;
import org.tidings.session.Session;
import org.tidings.web.admission.Client;
import org.tidings.web.admission.CrossOrigin;
import org.tidings.web.admission.LimitAnswer;
import org.tidings.web.problem.Problem;

/**
 * Answers what asks for a stream, and lets all else pass. A filter and no servlet: the streams' addresses lie between those of
 * JAX-RS. Runs on request threads; a stream that has begun needs none.
 */
@WebFilter(urlPatterns = "/api/channels/*", asyncSupported = true)
public class StreamFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(StreamFilter.class.getName());

    private static final Problem NOT_ALLOWED =
            new Problem(405, "Method Not Allowed", "A stream is asked for with GET.").code(ErrorCode.UNKNOWN_ACTION);
    private static final Problem BAD_CHANNEL = new Problem(
                    400, "Bad channel", "The address names no channel; a pattern needs a WebSocket.")
            .code(ErrorCode.BAD_CHANNEL);
    private static final Problem BAD_POSITION = new Problem(
                    400, "Bad request", "A position is epoch.seq as in an event's id, and last an integer from 0.")
            .code(ErrorCode.BAD_ENVELOPE);

    @Inject
    private transient OriginPolicy origins;

    @Inject
    private transient TokenVerifier tokens;

    @Inject
    private transient CurrentInstance instance;

    @Inject
    private transient Entrance entrance;

    @Inject
    private transient AuditTrail audit;

    private transient StreamAdmission admission;

    @Override
    public void init(FilterConfig config) throws ServletException {
        super.init(config);
        admission = new StreamAdmission(origins, tokens, instance, entrance);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<String> channel = StreamAddress.channel(request);
        if (channel.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        if (CrossOrigin.answer(request, response, origins)) {
            return;
        }
        if (!request.getMethod().equals("GET")) {
            response.setHeader("Allow", "GET");
            NOT_ALLOWED.writeTo(response);
            return;
        }
        ClientAddress client = Client.of(request, entrance.addresses());
        StreamAdmission.Verdict verdict = admission.decide(StreamOffer.of(request), client);
        if (verdict instanceof StreamAdmission.Admitted admitted) {
            admitted(admitted, client, channel.get(), request, response);
        } else if (verdict instanceof StreamAdmission.Limited limited) {
            LimitAnswer.write(limited.limit(), response);
        } else if (verdict instanceof StreamAdmission.Refused refused) {
            refused(refused, client, response);
        }
    }

    private void refused(StreamAdmission.Refused refused, ClientAddress client, HttpServletResponse response)
            throws IOException {
        LOG.log(Level.INFO, "Stream to {0} refused: {1}", client.address(), refused.reason());
        String decision = audit.nextDecision();
        boolean takenDown = audit.recordRefusal(AuditEvent.of("call-refused")
                .with("address", client.address())
                .with("decision", decision)
                .with("because", refused.reason()));
        Problem problem = refused.problem();
        switch (problem.status()) {
            case 401 -> response.setHeader("WWW-Authenticate", "Bearer");
            case 503 -> response.setHeader("Retry-After", "1");
            default -> problem = takenDown ? problem.decided(decision) : problem;
        }
        problem.writeTo(response);
    }

    private void admitted(
            StreamAdmission.Admitted admitted,
            ClientAddress client,
            String channel,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Optional<Envelope> subscribe = StreamRequest.subscribe(
                channel,
                request.getHeader("Last-Event-ID"),
                request.getParameter("since"),
                request.getParameter("last"),
                request.getParameter("presence"),
                request.getParameter("filter"));
        if (subscribe.isEmpty() || !ChannelName.isValid(channel)) {
            admitted.seat().giveUp();
            (subscribe.isEmpty() ? BAD_POSITION : BAD_CHANNEL).writeTo(response);
            return;
        }
        audit.record(AuditEvent.of("admitted")
                .with("address", client.address())
                .with("user", admitted.caller().getName())
                .with("token", admitted.caller().tokenId()));
        begin(admitted, subscribe.get(), request, response);
    }

    private void begin(
            StreamAdmission.Admitted admitted,
            Envelope subscribe,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        AtomicReference<Session> opened = new AtomicReference<>();
        Runnable gone = () -> {
            Session session = opened.get();
            if (session != null) {
                session.end();
            }
        };
        AsyncContext context = request.startAsync(request, response);
        // For ever: who is silent for too long is the session's to judge.
        context.setTimeout(0);
        context.addListener(new Goodbye(gone));
        StreamOutput output = new StreamOutput(context, response.getOutputStream(), gone);
        StreamTransport transport = new StreamTransport(response, output);
        RunningInstance running = instance.get();
        Session session = running.reception().open(admitted.caller(), admitted.seat(), transport);
        opened.set(session);
        transport.opened(session);
        response.getOutputStream().setWriteListener(output);
        running.requests().request(session, subscribe);
    }

    /** However the container ends the response, the session ends with it. */
    private record Goodbye(Runnable gone) implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            gone.run();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            gone.run();
        }

        @Override
        public void onError(AsyncEvent event) {
            gone.run();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // Nobody starts again.
        }
    }
}
