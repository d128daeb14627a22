package org.tidings.web.rest;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.tidings.administration.NotGiven;
import org.tidings.control.BadDirective;
import org.tidings.envelope.ErrorCode;
import org.tidings.web.problem.Problem;

/** The one place where what a resource throws becomes an answer: a problem of fixed words. The rest is for the log. */
@Provider
public class FailureMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = System.getLogger(FailureMapper.class.getName());

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof BadDirective bad) {
            return ProblemResponse.of(new Problem(400, "Bad request", bad.getMessage()).code(ErrorCode.BAD_ENVELOPE));
        }
        if (failure instanceof BadCall bad) {
            return ProblemResponse.of(bad.payload());
        }
        if (failure instanceof NotGiven) {
            LOG.log(Level.WARNING, "a directive was not confirmed: " + failure.getCause());
            return ProblemResponse.temporary(
                    new Problem(503, "Unavailable", "The broker has not confirmed it. It may be in force; ask again.")
                            .code(ErrorCode.UNAVAILABLE),
                    1_000);
        }
        if (failure instanceof WebApplicationException refused) {
            Response.StatusType status = refused.getResponse().getStatusInfo();
            Response answer = ProblemResponse.of(
                    new Problem(status.getStatusCode(), status.getReasonPhrase(), "The API has no such call.")
                            .code(ErrorCode.UNKNOWN_ACTION));
            String allowed = refused.getResponse().getHeaderString("Allow");
            return allowed == null
                    ? answer
                    : Response.fromResponse(answer).header("Allow", allowed).build();
        }
        LOG.log(Level.ERROR, "A call failed", failure);
        return ProblemResponse.of(
                new Problem(500, "Internal error", "The server failed; its log says why.").code(ErrorCode.INTERNAL));
    }
}
