package org.tidings.web.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import org.tidings.web.problem.Problem;

/** Lets administrators through, and nobody else. */
@Provider
@ForAdministrators
@Priority(Priorities.AUTHORIZATION)
public class AdministratorFilter implements ContainerRequestFilter {

    private static final Problem FORBIDDEN =
            new Problem(403, "Forbidden", "This is for callers of the group " + ForAdministrators.GROUP + ".");

    @Override
    public void filter(ContainerRequestContext request) {
        if (!request.getSecurityContext().isUserInRole(ForAdministrators.GROUP)) {
            request.abortWith(ProblemResponse.of(FORBIDDEN));
        }
    }
}
