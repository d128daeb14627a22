package org.tidings.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.tidings.administration.Erased;
import org.tidings.administration.NotGiven;
import org.tidings.authentication.Caller;
import org.tidings.instance.CurrentInstance;

/** What is kept for a person, to be erased at all instances and at the broker. */
@RequestScoped
@Path("/users/{user}")
@Produces(MediaType.APPLICATION_JSON)
@ForAdministrators
public class UsersResource {

    @Inject
    private CurrentInstance instance;

    /** @param subject the person's {@code sub} */
    @DELETE
    public String erase(@PathParam("user") String subject, @Context SecurityContext security) throws NotGiven {
        Erased erased = instance.get().erasures().erase(subject, (Caller) security.getUserPrincipal());
        return Json.createObjectBuilder()
                .add("events", erased.events())
                .add("marks", erased.marks())
                .build()
                .toString();
    }
}
