package org.tidings.web.admission;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.tidings.envelope.ErrorCode;
import org.tidings.limits.Limit;
import org.tidings.limits.Refusal;
import org.tidings.web.problem.Problem;

/**
 * What who came at the wrong moment is told over HTTP: 429 where it is about him, 503 where it is about the instance, and when to come
 * again. Stateless.
 */
public final class LimitAnswer {

    private LimitAnswer() {}

    public static void write(Refusal refused, HttpServletResponse response) throws IOException {
        response.setHeader("Retry-After", Problem.retryAfterSeconds(refused.retryAfterMillis()));
        problem(refused).writeTo(response);
    }

    public static Problem problem(Refusal refused) {
        Problem problem = problem(refused.limit());
        return problem.code(problem.status() == 429 ? ErrorCode.RATE_LIMITED : ErrorCode.UNAVAILABLE)
                .retryAfter(refused.retryAfterMillis());
    }

    private static Problem problem(Limit limit) {
        return switch (limit) {
            case HANDSHAKES_PER_ADDRESS ->
                new Problem(429, "Too many requests", "Too many handshakes and calls came from this address.");
            case CONNECTIONS_PER_ADDRESS ->
                new Problem(429, "Too many connections", "This address has as many connections as it may have.");
            case CONNECTIONS_PER_USER ->
                new Problem(429, "Too many connections", "This user has as many connections as one may have.");
            case API_CALLS_PER_USER -> new Problem(429, "Too many requests", "This user calls too often.");
            case TICKETS_PER_USER -> new Problem(429, "Too many tickets", "This user asks for tickets too often.");
            case CONNECTIONS ->
                new Problem(
                        503, "Full", "This instance has as many connections as it takes: try another one, or later.");
            default -> new Problem(503, "Overloaded", "This instance has too much to do: try another one, or later.");
        };
    }
}
