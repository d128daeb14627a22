package org.tidings.audit;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import org.tidings.envelope.VisibleJson;

/** Makes lines of events, each with its number and the hash of the one before. Confined to one thread. */
final class AuditChain {
    private final String instance;
    /** Null where the records' place tells one chain from another. */
    private final String name;

    private long number;
    private String last;

    /** @param number of the last record, 0 for none */
    AuditChain(String instance, String name, long number, String last) {
        this.instance = instance;
        this.name = name;
        this.number = number;
        this.last = last;
    }

    /** The event's line, without its line feed. */
    String line(AuditEvent event) {
        number++;
        JsonObjectBuilder json = Json.createObjectBuilder().add("n", number).add("instance", instance);
        if (name != null) {
            json.add("chain", name);
        }
        // Some of it strangers chose, such as a message's id: it must not look like a line of its own.
        String body = VisibleJson.of(
                json.addAll(event.members()).add("prev", last).build().toString());
        last = AuditLine.hashOf(body);
        return AuditLine.seal(body);
    }

    String head() {
        return "record " + number + ", hash " + last;
    }
}
