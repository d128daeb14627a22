package org.tidings.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.tidings.envelope.Decoded;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.Malformed;
import org.tidings.envelope.Payloads;
import org.tidings.envelope.PublishBatch;

/** The fields of a publish whose payload is a body: they stand in the headers of the call. Stateless. */
final class PublishFields {

    static final String MESSAGE_ID = "Tidings-Message-Id";
    static final String EXPIRES_AT = "Tidings-Expires-At";
    static final String PRIORITY = "Tidings-Priority";

    /** Before the name of one of the event's own headers; names of HTTP have no case, so theirs is the lower one. */
    static final String HEADER_PREFIX = "tidings-header-";

    private static final Pattern INTEGER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern VISIBLE = Pattern.compile("[\\x20-\\x7e]*");

    private PublishFields() {}

    /**
     * The request.
     *
     * @param sent headers as they came
     * @throws BadCall where there is none to be made of it
     */
    static Envelope request(String channel, MultivaluedMap<String, String> sent, String body) {
        if (!Payloads.isPayload(body)) {
            // It stands between the other fields below: what is more than one value must not get there.
            throw new BadCall(ErrorCode.BAD_ENVELOPE, "the body is not one JSON value, by the letter of RFC 8259");
        }
        JsonObjectBuilder fields = Json.createObjectBuilder().add("channel", channel);
        JsonObjectBuilder headers = Json.createObjectBuilder();
        byLowerCase(sent).forEach((name, values) -> {
            if (name.startsWith(HEADER_PREFIX)) {
                headers.add(name.substring(HEADER_PREFIX.length()), one(values));
            } else if (name.equalsIgnoreCase(MESSAGE_ID)) {
                fields.add("messageId", one(values));
            } else if (name.equalsIgnoreCase(EXPIRES_AT)) {
                fields.add("expiresAt", integer(values));
            } else if (name.equalsIgnoreCase(PRIORITY)) {
                fields.add("priority", integer(values));
            }
        });
        String object = fields.add("headers", headers).build().toString();
        Decoded read = PublishBatch.one(object.substring(0, object.length() - 1) + ",\"payload\":" + body + '}');
        if (read instanceof Malformed malformed) {
            throw new BadCall(ErrorCode.BAD_ENVELOPE, malformed.reason());
        }
        return (Envelope) read;
    }

    private static Map<String, List<String>> byLowerCase(MultivaluedMap<String, String> sent) {
        Map<String, List<String>> headers = new TreeMap<>();
        sent.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        return headers;
    }

    private static String one(List<String> values) {
        if (values.size() != 1 || !VISIBLE.matcher(values.get(0)).matches()) {
            throw new BadCall(ErrorCode.BAD_ENVELOPE, "a Tidings header stands there once and in ASCII");
        }
        return values.get(0);
    }

    private static long integer(List<String> values) {
        String text = one(values);
        if (!INTEGER.matcher(text).matches()) {
            throw new BadCall(ErrorCode.BAD_ENVELOPE, "a Tidings header that counts is an integer from 0");
        }
        return Long.parseLong(text);
    }
}
