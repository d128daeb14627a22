package org.tidings.web.problem;

import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.ErrorPayload;

/** The error that answers a request, as a problem over HTTP: the one place where codes become statuses. Stateless. */
public final class RequestProblem {

    private RequestProblem() {}

    public static Problem of(ErrorPayload error) {
        ErrorCode code = ErrorCode.of(error.code());
        Problem problem = new Problem(status(code), title(code), error.message()).code(code);
        if (error.retryAfterMs() != null && error.retryAfterMs() > 0) {
            problem = problem.retryAfter(error.retryAfterMs());
        }
        if (error.pointer() != null) {
            problem = problem.pointing(error.pointer());
        }
        return error.decision() == null ? problem : problem.decided(error.decision());
    }

    public static int status(ErrorCode code) {
        return switch (code) {
            case BAD_ENVELOPE, BAD_CHANNEL -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case UNKNOWN_CHANNEL, UNKNOWN_ACTION -> 404;
            case NOT_SUBSCRIBED, ALREADY_SUBSCRIBED -> 409;
            case EXPIRED -> 410;
            case TOO_LARGE -> 413;
            case BAD_PAYLOAD -> 422;
            case RATE_LIMITED, LIMIT_EXCEEDED -> 429;
            case INTERNAL -> 500;
            case UNSUPPORTED -> 501;
            case UNAVAILABLE -> 503;
            case TIMEOUT -> 504;
        };
    }

    private static String title(ErrorCode code) {
        return switch (code) {
            case BAD_ENVELOPE -> "Bad request";
            case UNKNOWN_ACTION -> "Unknown call";
            case BAD_CHANNEL -> "Bad channel";
            case UNAUTHENTICATED -> "Unauthenticated";
            case FORBIDDEN -> "Forbidden";
            case UNKNOWN_CHANNEL -> "Unknown channel";
            case NOT_SUBSCRIBED, ALREADY_SUBSCRIBED -> "Conflict";
            case EXPIRED -> "Expired";
            case TOO_LARGE -> "Too large";
            case BAD_PAYLOAD -> "Bad payload";
            case RATE_LIMITED -> "Too many requests";
            case LIMIT_EXCEEDED -> "Limit exceeded";
            case INTERNAL -> "Internal error";
            case UNSUPPORTED -> "Not supported";
            case UNAVAILABLE -> "Unavailable";
            case TIMEOUT -> "No answer in time";
        };
    }
}
