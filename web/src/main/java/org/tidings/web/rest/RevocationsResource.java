package org.tidings.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.tidings.administration.Administration;
import org.tidings.administration.NotGiven;
import org.tidings.authentication.Caller;
import org.tidings.control.BadDirective;
import org.tidings.control.Revocation;
import org.tidings.envelope.ErrorCode;
import org.tidings.instance.CurrentInstance;
import org.tidings.web.problem.Problem;

/** Tokens that count no more: on every instance, within a second. */
@RequestScoped
@Path("/revocations")
@Produces(MediaType.APPLICATION_JSON)
@ForAdministrators
public class RevocationsResource {

    private static final Set<String> MEMBERS = Set.of("jti", "subject", "issuedBefore", "until");
    private static final Problem UNKNOWN = new Problem(
                    404, "Not found", "There is no such revocation, or it has ended.")
            .code(ErrorCode.UNKNOWN_ACTION);

    @Inject
    private CurrentInstance instance;

    @Context
    private SecurityContext security;

    /** @param body {@code {"jti":"…","subject":"…","issuedBefore":…,"until":…}}, at least one of the first three */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response revoke(InputStream body) throws IOException, NotGiven {
        JsonObjectBuilder directive = Json.createObjectBuilder();
        RequestBody.object(body).forEach((name, value) -> {
            if (!MEMBERS.contains(name)) {
                // One that is misspelt would revoke more than was meant.
                throw new BadDirective("a revocation has jti, subject, issuedBefore, until and nothing else");
            }
            directive.add(name, value);
        });
        Revocation given = (Revocation) administration()
                .give(directive.add("directive", "revoke").build().toString(), caller());
        return Response.created(UriBuilder.fromResource(RevocationsResource.class)
                        .path(given.id())
                        .build())
                .entity(json(given).build().toString())
                .build();
    }

    @GET
    public String all() {
        JsonArrayBuilder revocations = Json.createArrayBuilder();
        administration().revocations().forEach(each -> revocations.add(json(each)));
        return Json.createObjectBuilder()
                .add("revocations", revocations)
                .build()
                .toString();
    }

    @GET
    @Path("/{id}")
    public Response one(@PathParam("id") String id) {
        return administration()
                .revocation(id)
                .map(found -> Response.ok(json(found).build().toString()).build())
                .orElseGet(() -> ProblemResponse.of(UNKNOWN));
    }

    @DELETE
    @Path("/{id}")
    public Response takeBack(@PathParam("id") String id) throws NotGiven {
        return administration().pardon(id, caller()) ? Response.noContent().build() : ProblemResponse.of(UNKNOWN);
    }

    private Caller caller() {
        return (Caller) security.getUserPrincipal();
    }

    private Administration administration() {
        return instance.get().administration();
    }

    private static JsonObjectBuilder json(Revocation revocation) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("id", revocation.id());
        if (revocation.tokenId() != null) {
            json.add("jti", revocation.tokenId());
        }
        if (revocation.subject() != null) {
            json.add("subject", revocation.subject());
        }
        if (revocation.issuedBefore() != null) {
            json.add("issuedBefore", revocation.issuedBefore());
        }
        return json.add("at", revocation.givenAt()).add("until", revocation.endsAt());
    }
}
