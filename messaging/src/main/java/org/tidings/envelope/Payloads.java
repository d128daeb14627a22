package org.tidings.envelope;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.JsonbException;

/** Reads and writes the payloads that the protocol itself defines, by JSON-B. Stateless: any thread. */
public final class Payloads {

    private static final Jsonb JSONB = JsonbBuilder.create(new JsonbConfig());

    private Payloads() {}

    /**
     * Reads a payload.
     *
     * @param json as it came, or null where the envelope had none, which reads as {@code {}}
     * @throws BadPayload if it has the wrong type or a component is out of its range
     */
    public static <T> T read(String json, Class<T> type) throws BadPayload {
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
}
