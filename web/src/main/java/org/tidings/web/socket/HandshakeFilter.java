package org.tidings.web.socket;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
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
import java.util.Locale;
import org.tidings.audit.AuditEvent;
import org.tidings.audit.AuditTrail;
import org.tidings.authentication.Caller;
import org.tidings.authentication.OriginPolicy;
import org.tidings.authentication.TokenVerifier;
import org.tidings.instance.CurrentInstance;
import org.tidings.limits.ClientAddress;
import org.tidings.limits.Entrance;
import org.tidings.limits.Limit;
import org.tidings.limits.Refusal;
import org.tidings.settings.Settings;
import org.tidings.web.admission.Client;
import org.tidings.web.admission.LimitAnswer;
import org.tidings.web.frames.Compression;
import org.tidings.web.frames.FrameRule;
import org.tidings.web.frames.GuardedRequest;
import org.tidings.web.frames.OutputSlot;
import org.tidings.web.problem.Problem;
import org.tidings.web.socket.HandshakeVerdict.Admitted;
import org.tidings.web.socket.HandshakeVerdict.Limited;
import org.tidings.web.socket.HandshakeVerdict.Refused;

/**
 * Stands before every WebSocket upgrade, whatever address it names, and answers those that may not go on. It is the
 * place where all servers can still answer with a status and a body; {@link HandshakeConfigurator} is the second line.
 * Runs on request threads.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class HandshakeFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(HandshakeFilter.class.getName());
    private static final String SOCKET_PATH = "/ws";

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

    @Inject
    private transient MeterRegistry meters;

    @Inject
    private transient Settings settings;

    private transient HandshakePolicy policy;
    private transient Compression compression;

    @Override
    public void init(FilterConfig config) throws ServletException {
        super.init(config);
        policy = new HandshakePolicy(
                origins, tokens, ticket -> instance.get().tickets().redeem(ticket), instance, entrance);
        compression = Compression.from(settings);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!concernsSockets(request)) {
            chain.doFilter(request, response);
            return;
        }
        ClientAddress client = Client.of(request, entrance.addresses());
        HandshakeVerdict verdict = policy.decide(HandshakeOffer.of(request), client);
        if (verdict instanceof Admitted admitted) {
            count("admitted");
            audit.record(AuditEvent.of("admitted")
                    .with("address", client.address())
                    .with("user", admitted.caller().getName())
                    .with("token", admitted.caller().tokenId()));
            SeatedCaller caller = new SeatedCaller(
                    admitted.caller(), admitted.seat(), new OutputSlot(), UndertowHandshake.of(request));
            upgrade(caller, client, request, response, chain);
        } else if (verdict instanceof Refused refused) {
            count(refused.refusal().metricTag());
            String decision = tell(client, refused.refusal().metricTag(), refused.reason());
            Problem problem = refused.refusal().problem();
            boolean forbidden = problem.status() == HttpServletResponse.SC_FORBIDDEN;
            refused.refusal().headers().forEach(response::setHeader);
            (forbidden && decision != null ? problem.decided(decision) : problem).writeTo(response);
        } else if (verdict instanceof Limited limited) {
            answer(client, limited.limit(), response);
        }
    }

    private void upgrade(
            SeatedCaller caller,
            ClientAddress client,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(guarded(new SeatedRequest(request, caller), response, client, caller), response);
        } finally {
            if (response.getStatus() != HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
                caller.seat().giveUp();
            }
        }
    }

    private void answer(ClientAddress client, Refusal refused, HttpServletResponse response) throws IOException {
        String reason = refused.limit().reason();
        count(reason);
        // Whoever floods must not fill the disk with lines about it; all are counted.
        if (entrance.refusals().worthTelling()) {
            tell(client, reason, reason);
        }
        LimitAnswer.write(refused, response);
    }

    /** What the audit has it under; null where it has passed it over. */
    private String tell(ClientAddress client, String because, String reason) {
        LOG.log(Level.INFO, "Handshake from {0} refused: {1}", client.address(), reason);
        String decision = audit.nextDecision();
        boolean takenDown = audit.recordRefusal(AuditEvent.of("handshake-refused")
                .with("address", client.address())
                .with("decision", decision)
                .with("because", because));
        return takenDown ? decision : null;
    }

    /**
     * The last moment to say goodbye: WildFly's listener ends all sockets with 1001, before any bean hears that the
     * application stops. A filter is destroyed before every listener hears of it.
     */
    @Override
    public void destroy() {
        instance.drain();
    }

    private static boolean concernsSockets(HttpServletRequest request) {
        String upgrade = request.getHeader("Upgrade");
        return request.getServletPath().equals(SOCKET_PATH)
                || upgrade != null && upgrade.toLowerCase(Locale.ROOT).contains("websocket");
    }

    /** Only our own endpoint has a limit here, and compression: what else an application puts beside it knows its own. */
    private GuardedRequest guarded(
            SeatedRequest request, HttpServletResponse response, ClientAddress client, SeatedCaller caller) {
        boolean ours = request.getServletPath().equals(SOCKET_PATH);
        long maxMessageBytes = ours ? instance.get().maxFrameBytes() : Long.MAX_VALUE;
        return new GuardedRequest(
                request,
                maxMessageBytes,
                entrance.settings().controlFramesPerMinute(),
                rule -> broken(rule, client.address(), caller.caller()),
                caller.output(),
                ours ? compression : Compression.OFF,
                response);
    }

    private void broken(FrameRule rule, String address, Caller caller) {
        if (rule == FrameRule.TOO_BIG) {
            entrance.refusals().count(Limit.FRAME_BYTES);
        } else if (rule == FrameRule.FLOOD) {
            entrance.refusals().count(Limit.CONTROL_FRAMES);
        }
        Counter.builder("tidings.frames.refused")
                .description("Connections ended for a frame that breaks a rule, by rule")
                .tag("rule", rule.metricTag())
                .register(meters)
                .increment();
        audit.record(AuditEvent.of("frame-refused")
                .with("address", address)
                .with("user", caller.getName())
                .with("token", caller.tokenId())
                .with("because", rule.metricTag()));
        LOG.log(Level.INFO, "Connection from {0} ended: {1}", address, rule.metricTag());
    }

    private void count(String outcome) {
        Counter.builder("tidings.handshakes")
                .description("WebSocket handshakes, by how they ended")
                .tag("outcome", outcome)
                .register(meters)
                .increment();
    }
}
