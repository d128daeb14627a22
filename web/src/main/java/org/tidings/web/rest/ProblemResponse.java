package org.tidings.web.rest;

import jakarta.ws.rs.core.Response;
import org.tidings.envelope.ErrorPayload;
import org.tidings.web.problem.Problem;
import org.tidings.web.problem.RequestProblem;

/** A problem as a resource's answer. Stateless. */
final class ProblemResponse {

    private ProblemResponse() {}

    static Response of(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.json())
                .build();
    }

    /** What a request was answered with instead of a reply. */
    static Response of(ErrorPayload error) {
        Problem problem = RequestProblem.of(error);
        long retryAfterMillis = error.retryAfterMs() == null ? 0 : error.retryAfterMs();
        boolean again = problem.status() == 429 || problem.status() == 503 || retryAfterMillis > 0;
        return again ? temporary(problem, Math.max(1, retryAfterMillis)) : of(problem);
    }

    /** One that may be gone when it is asked again a little later. */
    static Response temporary(Problem problem, long afterMillis) {
        return Response.fromResponse(of(problem))
                .header("Retry-After", Problem.retryAfterSeconds(afterMillis))
                .build();
    }
}
