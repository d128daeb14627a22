package org.tidings.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.tidings.authentication.Caller;
import org.tidings.envelope.BadPayload;
import org.tidings.envelope.Decoded;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.PublishBatch;
import org.tidings.web.problem.Problem;
import org.tidings.web.problem.RequestProblem;

/** Many publishes in one call, to any channels. */
@RequestScoped
@Path("/messages")
@Produces(MediaType.APPLICATION_JSON)
public class BatchResource {

    static final int MAX_ITEMS = 500;
    static final int MAX_BYTES = 1 << 20;

    @Inject
    private RequestCalls calls;

    /** @param body an array of objects with {@code channel}, {@code payload} and what else a publish has */
    @POST
    @Consumes(MediaType.WILDCARD)
    public CompletionStage<Response> publishAll(@Context SecurityContext security, InputStream body)
            throws IOException {
        return calls.askAll(
                (Caller) security.getUserPrincipal(), items(RequestBody.text(body, MAX_BYTES)), BatchResource::results);
    }

    private static List<Decoded> items(String body) {
        try {
            return PublishBatch.read(body, MAX_ITEMS);
        } catch (BadPayload e) {
            throw new BadCall(ErrorCode.BAD_ENVELOPE, e.getMessage());
        }
    }

    private static Response results(List<Envelope> answers) {
        JsonArrayBuilder results = Json.createArrayBuilder();
        answers.forEach(answer -> results.add(result(answer)));
        return Response.ok(Json.createObjectBuilder()
                        .add("results", results)
                        .build()
                        .toString())
                .build();
    }

    /** What the call would have been answered alone. */
    private static JsonObjectBuilder result(Envelope answer) {
        if (answer.type() != Envelope.Type.ERROR) {
            return PublishedJson.of(answer).add("status", Response.Status.CREATED.getStatusCode());
        }
        Problem problem = RequestProblem.of(RequestCalls.error(answer));
        JsonObjectBuilder result =
                Json.createObjectBuilder().add("status", problem.status()).add("detail", problem.detail());
        problem.members().forEach(result::add);
        return result;
    }
}
