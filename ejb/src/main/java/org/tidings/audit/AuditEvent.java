package org.tidings.audit;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Something that happened, on its way to the audit. Made and filled by one thread, then handed over and only read. */
public final class AuditEvent {
    private final Instant at = Instant.now();
    private final Map<String, Object> members = new LinkedHashMap<>();

    private AuditEvent(String event) {
        members.put("event", event);
    }

    /** @param event what happened, in one word */
    public static AuditEvent of(String event) {
        return new AuditEvent(event);
    }

    /** @param value null to leave it out */
    public AuditEvent with(String member, String value) {
        if (value != null) {
            members.put(member, value);
        }
        return this;
    }

    public AuditEvent with(String member, long value) {
        members.put(member, value);
        return this;
    }

    /** Its members as JSON, each time anew: a builder can be used once. */
    JsonObjectBuilder members() {
        return Json.createObjectBuilder().add("at", at.toString()).addAll(Json.createObjectBuilder(members));
    }
}
