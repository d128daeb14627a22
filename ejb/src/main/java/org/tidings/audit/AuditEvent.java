package org.tidings.audit;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;

/** Something that happened, on its way to the audit. Made and filled by one thread, then handed over. */
public final class AuditEvent {
    private final JsonObjectBuilder members = Json.createObjectBuilder();

    private AuditEvent(String event) {
        members.add("at", Instant.now().toString()).add("event", event);
    }

    /** @param event what happened, in one word */
    public static AuditEvent of(String event) {
        return new AuditEvent(event);
    }

    /** @param value null to leave it out */
    public AuditEvent with(String member, String value) {
        if (value != null) {
            members.add(member, value);
        }
        return this;
    }

    public AuditEvent with(String member, long value) {
        members.add(member, value);
        return this;
    }

    JsonObjectBuilder members() {
        return members;
    }
}
