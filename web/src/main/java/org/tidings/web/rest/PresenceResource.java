package org.tidings.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.concurrent.CompletionStage;
import org.tidings.authentication.Caller;
import org.tidings.envelope.Envelope;

/** Who is on a channel. */
@RequestScoped
@Path("/channels/{channel}/presence")
@Produces(MediaType.APPLICATION_JSON)
public class PresenceResource {

    @Inject
    private RequestCalls calls;

    /** @param after the name of the last member of the page before */
    @GET
    public CompletionStage<Response> present(
            @PathParam("channel") String channel,
            @QueryParam("countOnly") String countOnly,
            @QueryParam("limit") String limit,
            @QueryParam("after") String after,
            @Context SecurityContext security) {
        JsonObjectBuilder query = Json.createObjectBuilder();
        if (Boolean.parseBoolean(countOnly)) {
            query.add("countOnly", true);
        }
        QueryNumber.add(query, "limit", limit);
        if (after != null) {
            query.add("after", after);
        }
        Envelope request = Envelope.request("presence")
                .channel(channel)
                .payload(query.build().toString())
                .build();
        return calls.ask((Caller) security.getUserPrincipal(), request, reply -> Response.ok(reply.payload())
                .build());
    }
}
