package org.tidings.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.tidings.authentication.Caller;
import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorCode;

/** What a channel's publishers say, and have said. */
@RequestScoped
@Path("/channels/{channel}/messages")
@Produces(MediaType.APPLICATION_JSON)
public class MessagesResource {

    @Inject
    private RequestCalls calls;

    /**
     * Publishes. Whatever type the body is said to have, it is JSON.
     *
     * @param messageId looked at, as the other two, among all headers: here for the description of the API
     * @param body the payload
     */
    @POST
    @Consumes(MediaType.WILDCARD)
    public CompletionStage<Response> publish(
            @PathParam("channel") String channel,
            @HeaderParam(PublishFields.MESSAGE_ID) String messageId,
            @HeaderParam(PublishFields.EXPIRES_AT) String expiresAt,
            @HeaderParam(PublishFields.PRIORITY) String priority,
            @Context HttpHeaders headers,
            @Context SecurityContext security,
            InputStream body)
            throws IOException {
        String payload = RequestBody.text(body, calls.maxPayloadBytes());
        return calls.ask(
                (Caller) security.getUserPrincipal(),
                PublishFields.request(channel, headers.getRequestHeaders(), payload),
                reply -> Response.status(Response.Status.CREATED)
                        .entity(PublishedJson.of(reply).build().toString())
                        .build());
    }

    /** @param epoch in which {@code sinceSeq} counts; absent for the one of the moment */
    @GET
    public CompletionStage<Response> history(
            @PathParam("channel") String channel,
            @QueryParam("sinceSeq") String sinceSeq,
            @QueryParam("epoch") String epoch,
            @QueryParam("before") String before,
            @QueryParam("limit") String limit,
            @Context SecurityContext security) {
        Caller caller = (Caller) security.getUserPrincipal();
        JsonObjectBuilder query = Json.createObjectBuilder();
        QueryNumber.add(query, "before", before);
        QueryNumber.add(query, "limit", limit);
        if (sinceSeq == null && epoch != null) {
            throw new BadCall(ErrorCode.BAD_ENVELOPE, "epoch stands beside sinceSeq");
        }
        if (sinceSeq == null) {
            return calls.ask(caller, history(channel, query), MessagesResource::page);
        }
        JsonObjectBuilder since = Json.createObjectBuilder();
        QueryNumber.add(since, "seq", sinceSeq);
        CompletableFuture<Envelope> answer = epoch != null
                ? calls.answer(caller, history(channel, query.add("since", since.add("epoch", epoch))))
                : calls.answer(
                                caller,
                                history(channel, Json.createObjectBuilder().add("limit", 0)))
                        .thenCompose(now -> now.type() == Envelope.Type.ERROR || now.epoch() == null
                                ? CompletableFuture.completedFuture(now)
                                : calls.answer(
                                        caller, history(channel, query.add("since", since.add("epoch", now.epoch())))));
        return calls.written(answer, MessagesResource::page);
    }

    private static Envelope history(String channel, JsonObjectBuilder query) {
        return Envelope.request(Action.HISTORY)
                .channel(channel)
                .payload(query.build().toString())
                .build();
    }

    /** The reply's payload, whose events pass through as they are, with the reply's fields before it. */
    private static Response page(Envelope reply) {
        String fields = PositionJson.of(reply).build().toString();
        return Response.ok(fields.substring(0, fields.length() - 1)
                        + ','
                        + reply.payload().substring(1))
                .build();
    }
}
