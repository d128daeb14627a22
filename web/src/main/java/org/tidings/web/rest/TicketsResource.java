package org.tidings.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import org.tidings.authentication.Caller;
import org.tidings.authentication.Tickets;
import org.tidings.authentication.TokenRejected;
import org.tidings.envelope.ErrorCode;
import org.tidings.instance.CurrentInstance;
import org.tidings.limits.Entrance;
import org.tidings.limits.Refusal;
import org.tidings.web.admission.LimitAnswer;
import org.tidings.web.problem.Problem;

/** One-time tickets for whoever can put nothing but an address into a connection. */
@RequestScoped
@Path("/tickets")
@Produces(MediaType.APPLICATION_JSON)
public class TicketsResource {

    private static final Problem UNAVAILABLE = new Problem(
                    503, "Unavailable", "The broker keeps no tickets just now: try again.")
            .code(ErrorCode.UNAVAILABLE);

    @Inject
    private CurrentInstance instance;

    @Inject
    private Entrance entrance;

    @POST
    public Response issue(@Context SecurityContext security) {
        Caller caller = (Caller) security.getUserPrincipal();
        Optional<Refusal> limited = entrance.ticket(caller.getName());
        if (limited.isPresent()) {
            return ProblemResponse.temporary(
                    LimitAnswer.problem(limited.get()), limited.get().retryAfterMillis());
        }
        try {
            String ticket = instance.get().tickets().issue(caller);
            return Response.status(Response.Status.CREATED)
                    .entity(Json.createObjectBuilder()
                            .add("ticket", ticket)
                            .add("expiresAt", System.currentTimeMillis() + Tickets.LIFE_SECONDS * 1_000L)
                            .build()
                            .toString())
                    .build();
        } catch (TokenRejected notNow) {
            return ProblemResponse.temporary(UNAVAILABLE, 1_000);
        }
    }
}
