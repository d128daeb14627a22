package org.tidings.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.tidings.administration.LiveConnection;
import org.tidings.administration.NotGiven;
import org.tidings.authentication.Caller;
import org.tidings.control.BadDirective;
import org.tidings.instance.CurrentInstance;
import org.tidings.instance.RunningInstance;

/** Who is connected: seen here for this instance, ended for all. */
@RequestScoped
@Path("/connections")
@Produces(MediaType.APPLICATION_JSON)
@ForAdministrators
public class ConnectionsResource {

    private static final int MAX_LIMIT = 10_000;

    @Inject
    private CurrentInstance instance;

    /** @param user the name that others see, or {@code sub}; absent for all */
    @GET
    public String live(@QueryParam("user") String user, @QueryParam("limit") @DefaultValue("1000") int limit) {
        RunningInstance running = instance.get();
        JsonArrayBuilder connections = Json.createArrayBuilder();
        running.administration()
                .connections(user, Math.max(0, Math.min(limit, MAX_LIMIT)))
                .forEach(each -> connections.add(json(each)));
        return Json.createObjectBuilder()
                .add("instance", running.name())
                .add("open", running.connections())
                .add("connections", connections)
                .build()
                .toString();
    }

    /** Ends every connection that the user has, on every instance. They may come back: to forbid that, revoke. */
    @DELETE
    public Response disconnect(@QueryParam("user") String user, @Context SecurityContext security) throws NotGiven {
        if (user == null) {
            throw new BadDirective("the parameter user names whom to disconnect");
        }
        instance.get()
                .administration()
                .give(
                        Json.createObjectBuilder()
                                .add("directive", "disconnect")
                                .add("user", user)
                                .build()
                                .toString(),
                        (Caller) security.getUserPrincipal());
        return Response.noContent().build();
    }

    private static JsonObjectBuilder json(LiveConnection connection) {
        JsonObjectBuilder json =
                Json.createObjectBuilder().add("connection", connection.id()).add("user", connection.user());
        if (connection.subject() != null) {
            json.add("subject", connection.subject());
        }
        return json.add("since", connection.since().toEpochMilli())
                .add("expiresAt", connection.expiresAt().toEpochMilli())
                .add("subscriptions", connection.subscriptions());
    }
}
