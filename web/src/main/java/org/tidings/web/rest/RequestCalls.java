package org.tidings.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.tidings.authentication.Caller;
import org.tidings.envelope.BadPayload;
import org.tidings.envelope.Decoded;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorPayload;
import org.tidings.envelope.Malformed;
import org.tidings.envelope.Payloads;
import org.tidings.instance.CurrentInstance;
import org.tidings.session.Call;

/** Sends calls the way of requests that come through a WebSocket, and turns their answers into those of HTTP. Thread-safe. */
@ApplicationScoped
public class RequestCalls {

    @Inject
    private CurrentInstance instance;

    @Inject
    private ReplyThreads replies;

    /** @param reply makes the answer of a request that succeeded */
    CompletionStage<Response> ask(Caller caller, Envelope request, Function<Envelope, Response> reply) {
        return written(answer(caller, request), reply);
    }

    /** Turns the answer to what was {@link #answer asked} into the call's. */
    CompletionStage<Response> written(CompletableFuture<Envelope> answer, Function<Envelope, Response> reply) {
        return replies.write(answer, answered -> response(answered, reply));
    }

    /** The answer as it is, on whatever thread brings it. */
    CompletableFuture<Envelope> answer(Caller caller, Envelope request) {
        Call call = instance.get().reception().call(caller);
        return call.ask(request).whenComplete((answered, failure) -> call.end());
    }

    /** Several in their order, as if they came through one connection. @param reply given the answers in the same order */
    CompletionStage<Response> askAll(Caller caller, List<Decoded> requests, Function<List<Envelope>, Response> reply) {
        Call call = instance.get().reception().call(caller);
        List<CompletableFuture<Envelope>> answers = requests.stream()
                .map(request -> request instanceof Envelope envelope
                        ? call.ask(envelope)
                        : CompletableFuture.completedFuture(((Malformed) request).answer()))
                .toList();
        CompletableFuture<List<Envelope>> all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> answers.stream().map(CompletableFuture::join).toList())
                .whenComplete((answered, failure) -> call.end());
        return replies.write(all, reply);
    }

    /** The answer to a request: as HTTP has errors, or as the resource makes it. */
    private static Response response(Envelope answer, Function<Envelope, Response> reply) {
        if (answer.type() != Envelope.Type.ERROR) {
            return reply.apply(answer);
        }
        return ProblemResponse.of(error(answer));
    }

    /** What an error says. */
    static ErrorPayload error(Envelope answer) {
        try {
            return Payloads.read(answer.payload(), ErrorPayload.class);
        } catch (BadPayload e) {
            throw new IllegalStateException("an error of our own", e);
        }
    }

    /** The longest frame, and so the longest payload that is of any use. */
    int maxPayloadBytes() {
        return instance.get().maxFrameBytes();
    }
}
