package org.tidings.web.rest;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import org.tidings.audit.AuditEvent;
import org.tidings.audit.AuditTrail;
import org.tidings.authentication.Caller;
import org.tidings.envelope.ErrorCode;
import org.tidings.limits.Entrance;
import org.tidings.web.admission.Client;
import org.tidings.web.problem.Problem;

/** Lets administrators through, and nobody else. */
@Provider
@ForAdministrators
@Priority(Priorities.AUTHORIZATION)
public class AdministratorFilter implements ContainerRequestFilter {

    private static final Problem FORBIDDEN = new Problem(
                    403, "Forbidden", "This is for callers of the group " + ForAdministrators.GROUP + ".")
            .code(ErrorCode.FORBIDDEN);

    @Inject
    private AuditTrail audit;

    @Inject
    private Entrance entrance;

    @Context
    private HttpServletRequest servletRequest;

    @Override
    public void filter(ContainerRequestContext request) {
        if (!request.getSecurityContext().isUserInRole(ForAdministrators.GROUP)) {
            Caller caller = (Caller) request.getSecurityContext().getUserPrincipal();
            String decision = audit.nextDecision();
            boolean takenDown = audit.recordRefusal(AuditEvent.of("call-refused")
                    .with(
                            "address",
                            Client.of(servletRequest, entrance.addresses()).address())
                    .with("user", caller.getName())
                    .with("token", caller.tokenId())
                    .with("call", request.getMethod() + " " + resource(request))
                    .with("decision", decision)
                    .with("because", "not of the group " + ForAdministrators.GROUP));
            request.abortWith(ProblemResponse.of(takenDown ? FORBIDDEN.decided(decision) : FORBIDDEN));
        }
    }

    /** The first part of its path: what follows may be anything. */
    private static String resource(ContainerRequestContext request) {
        return request.getUriInfo().getPathSegments().get(0).getPath();
    }
}
