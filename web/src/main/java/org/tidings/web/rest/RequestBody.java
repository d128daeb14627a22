package org.tidings.web.rest;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.tidings.control.BadDirective;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.StrictJson;

/** Reads the bodies of calls, as far as they may be long. Stateless. */
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
        try {
            return StrictJson.object(utf8(bytes)).orElseThrow(RequestBody::notAnObject);
        } catch (CharacterCodingException malformed) {
            throw notAnObject();
        }
    }

    /**
     * The body as it is.
     *
     * @throws BadCall where it is longer, or not UTF-8
     */
    static String text(InputStream body, int maxBytes) throws IOException {
        byte[] bytes = body.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw new BadCall(ErrorCode.TOO_LARGE, "the body is longer than " + maxBytes + " bytes");
        }
        try {
            return utf8(bytes);
        } catch (CharacterCodingException malformed) {
            throw new BadCall(ErrorCode.BAD_ENVELOPE, "the body is not UTF-8");
        }
    }

    private static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static BadDirective notAnObject() {
        return new BadDirective(
                "the body is not a JSON object, or one with a name twice or a number beyond all bounds");
    }
}
