package org.tidings.web.problem;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.tidings.envelope.ErrorCode;

/**
 * What went wrong, for a program and for a person (RFC 9457). Texts are fixed: nothing that a peer sent or an exception
 * said ever stands in them.
 *
 * @param status the HTTP status
 * @param title the same for every occurrence of this problem
 * @param detail what to do about it
 * @param members further members of the JSON object
 */
public record Problem(int status, String title, String detail, JsonObject members) {
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String RETRY_AFTER = "retryAfterMs";

    public Problem(int status, String title, String detail) {
        this(status, title, detail, JsonObject.EMPTY_JSON_OBJECT);
    }

    /** The same, with the code by which a program tells it from others. */
    public Problem code(ErrorCode code) {
        return with("code", Json.createValue(code.wireName()));
    }

    /** The same, saying when to come again; beside it belongs the header of {@link #retryAfterSeconds}. */
    public Problem retryAfter(long millis) {
        return with(RETRY_AFTER, Json.createValue(millis));
    }

    /** When to come again, where that is said. */
    public OptionalLong retryAfterMillis() {
        return members.containsKey(RETRY_AFTER)
                ? OptionalLong.of(members.getJsonNumber(RETRY_AFTER).longValue())
                : OptionalLong.empty();
    }

    /** The same, with the name by which the operator finds this very refusal. */
    public Problem decided(String decision) {
        return with("decision", Json.createValue(decision));
    }

    /** The same, with the place of what is wrong in what was sent (RFC 6901). */
    public Problem pointing(String pointer) {
        return with("pointer", Json.createValue(pointer));
    }

    private Problem with(String member, JsonValue value) {
        return new Problem(
                status,
                title,
                detail,
                Json.createObjectBuilder(members).add(member, value).build());
    }

    /** A time as the header Retry-After has it: in whole seconds, never too early (RFC 9110 §10.2.3). */
    public static String retryAfterSeconds(long millis) {
        return Long.toString((millis + 999) / 1_000);
    }

    /**
     * Answers with the status and this body; the caller has set all headers. Does not flush: Grizzly leaves the
     * Content-Type out of an answer to a refused upgrade that is committed before the request is done.
     */
    public void writeTo(HttpServletResponse response) throws IOException {
        byte[] body = json().getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getOutputStream().write(body);
    }

    /** The body. */
    public String json() {
        JsonObjectBuilder object = Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", title)
                .add("status", status)
                .add("detail", detail);
        members.forEach(object::add);
        return object.build().toString();
    }
}
