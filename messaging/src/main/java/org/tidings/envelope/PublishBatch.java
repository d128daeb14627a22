package org.tidings.envelope;

import jakarta.json.stream.JsonParser.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads several publishes out of one JSON array: each an object with the fields of a request {@code publish}, without {@code v},
 * {@code type} and {@code action}. As strict as a frame is, and payloads stay as they are. Stateless.
 */
public final class PublishBatch {

    private PublishBatch() {}

    /**
     * One for each element, in their order: an {@link Envelope}, or a {@link Malformed} for an object that is no publish.
     *
     * @throws BadPayload where the text is not an array of one to so many objects
     */
    public static List<Decoded> read(String json, int maxItems) throws BadPayload {
        try (JsonWalk walk = new JsonWalk(json, Envelope.MAX_DEPTH + 1)) {
            demand(walk.next() == Event.START_ARRAY, "the body is not a JSON array");
            List<Decoded> items = new ArrayList<>();
            for (Event next = walk.next(); next != Event.END_ARRAY; next = walk.next()) {
                demand(next == Event.START_OBJECT, "an element of the array is not an object");
                demand(items.size() < maxItems, "the array holds too many elements");
                items.add(new EnvelopeReader().readPublish(walk.cutFrom(next)));
            }
            walk.end();
            demand(!items.isEmpty(), "the array is empty");
            return items;
        } catch (NotStrictJson e) {
            throw new BadPayload(e.getMessage(), e);
        }
    }

    /** One such object alone. */
    public static Decoded one(String object) {
        return new EnvelopeReader().readPublish(object);
    }

    private static void demand(boolean met, String otherwise) throws BadPayload {
        if (!met) {
            throw new BadPayload(otherwise, null);
        }
    }
}
