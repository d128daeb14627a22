package org.tidings.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.tidings.control.BadDirective;

/** Reads the bodies of calls, which are small. Stateless. */
final class RequestBody {

    private static final int MAX_BYTES = 4_096;

    private RequestBody() {}

    /** @throws BadDirective where it is no JSON object, or a large one */
    static JsonObject object(InputStream body) throws IOException {
        return object(body, MAX_BYTES);
    }

    /** @throws BadDirective where it is no JSON object, or a larger one */
    static JsonObject object(InputStream body, int maxBytes) throws IOException {
        byte[] bytes = body.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw new BadDirective("the body is longer than " + maxBytes + " bytes");
        }
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(bytes))) {
            return reader.readObject();
        } catch (JsonException malformed) {
            throw new BadDirective("the body is not a JSON object");
        }
    }
}
