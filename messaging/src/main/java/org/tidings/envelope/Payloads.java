package org.tidings.envelope;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.JsonbException;

/** Reads and writes the payloads that the protocol itself defines, by JSON-B. Stateless: any thread. */
public final class Payloads {

    private static final Jsonb JSONB = JsonbBuilder.create(new JsonbConfig().withAdapters(StrictScalars.all()));

    /** Hardly a payload of the protocol comes near; what a number in it may cost to read stays small. */
    private static final int MAX_LENGTH = 4096;

    private Payloads() {}

    /**
     * Reads a payload.
     *
     * @param json as it came, or null where the envelope had none, which reads as {@code {}}
     * @throws BadPayload if it has the wrong type or a component is out of its range
     */
    public static <T> T read(String json, Class<T> type) throws BadPayload {
        return read(json, type, MAX_LENGTH);
    }

    /** As {@link #read(String, Class)}, for a payload that may be longer than others. */
    public static <T> T read(String json, Class<T> type, int maxLength) throws BadPayload {
        if (json != null && json.length() > maxLength) {
            throw new BadPayload("the payload is too long for the action", null);
        }
        if (json != null && !isPayload(json)) {
            // No frame holds one. In a list without an end Yasson would look for the end for ever.
            throw new BadPayload("the payload is not JSON", null);
        }
        try {
            T read = JSONB.fromJson(json == null ? "{}" : json, type);
            if (read != null) {
                return read;
            }
            throw new BadPayload("the payload is not an object", null);
        } catch (JsonbException e) {
            throw new BadPayload(unmetDemand(e), e);
        }
    }

    private static String unmetDemand(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Demand.Unmet) {
                return cause.getMessage();
            }
        }
        return "the payload does not fit the action";
    }

    /** Writes a payload on one line; components that are null are left out. */
    public static String write(Object payload) {
        return JSONB.toJson(payload);
    }

    /**
     * Whether a text can be a payload: strict JSON, no deeper than an envelope has room for. Payloads that did not come
     * in a frame are checked with this before they go into one.
     */
    public static boolean isPayload(String text) {
        return StrictJson.isStrict(text);
    }
}
