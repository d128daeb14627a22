package org.tidings.web.rest;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.Optional;
import org.tidings.audit.AuditEvent;
import org.tidings.audit.AuditTrail;
import org.tidings.authentication.Caller;
import org.tidings.authentication.OriginPolicy;
import org.tidings.authentication.TokenRejected;
import org.tidings.authentication.TokenVerifier;
import org.tidings.envelope.ErrorCode;
import org.tidings.instance.CurrentInstance;
import org.tidings.limits.ClientAddress;
import org.tidings.limits.Entrance;
import org.tidings.limits.Refusal;
import org.tidings.web.admission.AdmittedRequest;
import org.tidings.web.admission.BearerToken;
import org.tidings.web.admission.Client;
import org.tidings.web.admission.CrossOrigin;
import org.tidings.web.admission.LimitAnswer;
import org.tidings.web.problem.Problem;
import org.tidings.web.sse.StreamAddress;

/**
 * Stands before every resource: lets through who sends one good token in the Authorization header, as the request's
 * principal. In front of JAX-RS, so that it holds for every address below the API's and works alike on every server.
 */
@WebFilter(urlPatterns = "/api/*", asyncSupported = true)
public class CallerFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(CallerFilter.class.getName());

    private static final Problem UNAUTHENTICATED = new Problem(
                    401, "Unauthenticated", "Send one valid token in the Authorization header.")
            .code(ErrorCode.UNAUTHENTICATED);
    private static final Problem NOT_READY = new Problem(
                    503, "Not ready", "This instance cannot answer just now: try again.")
            .code(ErrorCode.UNAVAILABLE);

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

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (StreamAddress.channel(request).isPresent()) {
            // Another filter answers it; here in front of JAX-RS, which knows no streams.
            chain.doFilter(request, response);
            return;
        }
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        if (CrossOrigin.answer(request, response, origins)) {
            return;
        }
        ClientAddress client = Client.of(request, entrance.addresses());
        Optional<Refusal> limited = entrance.attempt(client);
        if (limited.isPresent()) {
            LimitAnswer.write(limited.get(), response);
            return;
        }
        if (request.getServletPath().equals(OpenApiServlet.PATH)) {
            chain.doFilter(request, response);
            return;
        }
        // Until all that was revoked is known, no token is known to be good.
        if (instance.draining() || !instance.wasReady()) {
            notReady(response);
            return;
        }
        Optional<String> token = BearerToken.isInQuery(request.getQueryString())
                ? Optional.empty()
                : BearerToken.inHeader(Collections.list(request.getHeaders("Authorization")));
        if (token.isEmpty()) {
            refused(client, "no token");
            unauthenticated(response);
            return;
        }
        try {
            Caller caller = tokens.verify(token.get());
            limited = entrance.call(caller.getName());
            if (limited.isPresent()) {
                LimitAnswer.write(limited.get(), response);
                return;
            }
            chain.doFilter(new AdmittedRequest(request, caller), response);
        } catch (TokenRejected rejected) {
            LOG.log(Level.INFO, "Call from {0} refused: {1}", client.address(), rejected.getMessage());
            if (rejected.temporary()) {
                notReady(response);
            } else {
                refused(client, rejected.getMessage());
                unauthenticated(response);
            }
        }
    }

    private void refused(ClientAddress client, String because) {
        audit.recordRefusal(
                AuditEvent.of("call-refused").with("address", client.address()).with("because", because));
    }

    private static void notReady(HttpServletResponse response) throws IOException {
        response.setHeader("Retry-After", "1");
        NOT_READY.writeTo(response);
    }

    private static void unauthenticated(HttpServletResponse response) throws IOException {
        response.setHeader("WWW-Authenticate", "Bearer");
        UNAUTHENTICATED.writeTo(response);
    }
}
