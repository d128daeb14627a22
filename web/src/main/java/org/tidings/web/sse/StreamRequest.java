package org.tidings.web.sse;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;

/** The subscription that a stream's address and headers ask for. Stateless. */
final class StreamRequest {

    /** What {@code id:} of an event holds: epoch and seq. */
    private static final Pattern POSITION = Pattern.compile("(.{1,64})\\.([0-9]{1,18})");

    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    private static final String ID = "stream";

    private StreamRequest() {}

    /**
     * The request; empty where a position or number is none. A browser that comes back by itself sends the address of the first time
     * and {@code Last-Event-ID} with it: the header counts.
     *
     * @param lastEventId the header; null or empty without
     * @param since the parameter; null without
     * @param last likewise
     * @param presence likewise
     * @param filter likewise
     */
    static Optional<Envelope> subscribe(
            String channel, String lastEventId, String since, String last, String presence, String filter) {
        JsonObjectBuilder options = Json.createObjectBuilder();
        boolean comesBack = lastEventId != null && !lastEventId.isEmpty();
        String position = comesBack ? lastEventId : since;
        if (position != null) {
            Matcher parts = POSITION.matcher(position);
            if (!parts.matches()) {
                return Optional.empty();
            }
            options.add(
                    "since",
                    Json.createObjectBuilder().add("epoch", parts.group(1)).add("seq", Long.parseLong(parts.group(2))));
        }
        if (last != null && !comesBack) {
            if (!COUNT.matcher(last).matches()) {
                return Optional.empty();
            }
            options.add("last", Integer.parseInt(last));
        }
        if (Boolean.parseBoolean(presence)) {
            options.add("presence", true);
        }
        if (filter != null) {
            options.add("filter", filter);
        }
        return Optional.of(Envelope.request(Action.SUBSCRIBE)
                .id(ID)
                .channel(channel)
                .payload(options.build().toString())
                .build());
    }
}
