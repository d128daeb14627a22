package org.tidings.web.rest;

import jakarta.ws.rs.core.Response;
import org.tidings.web.problem.Problem;

/** A problem as a resource's answer. Stateless. */
final class ProblemResponse {

    private ProblemResponse() {}

    static Response of(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.json())
                .build();
    }

    /** One that may be gone when it is asked again a little later. */
    static Response temporary(Problem problem, long afterMillis) {
        return Response.fromResponse(of(problem))
                .header("Retry-After", Problem.retryAfterSeconds(afterMillis))
                .build();
    }
}
