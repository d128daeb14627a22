package org.tidings.envelope;

import jakarta.json.stream.JsonParser.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Payload of the reply to {@code history}. Not written by JSON-B, since it carries events, whose payloads pass through as
 * they are.
 *
 * @param events {@code message} events, the oldest first
 * @param more whether there are more in the direction asked for
 * @param gap what is missing behind the position asked for; null where nothing is
 * @param expired what is missing between the events because its deadline has passed
 */
public record HistoryPage(List<Envelope> events, boolean more, Gap gap, List<Gap> expired) {

    private static final String UNFIT = "the payload is no page of history";

    /** Objects and arrays around an event: the payload, {@code events}. */
    private static final int DEPTH_AROUND_EVENT = 2;

    public HistoryPage {
        events = List.copyOf(events);
        expired = List.copyOf(expired);
    }

    /**
     * Writes a page.
     *
     * @param encoded events as {@link EnvelopeCodec#encode} wrote them, the oldest first
     */
    public static String write(Iterable<String> encoded, boolean more, Gap gap, List<Gap> expired) {
        return "{\"events\":[" + String.join(",", encoded) + "],\"more\":" + more
                + (gap == null ? "" : ",\"gap\":" + Payloads.write(gap))
                + (expired.isEmpty() ? "" : ",\"expired\":" + written(expired)) + '}';
    }

    private static String written(List<Gap> gaps) {
        return gaps.stream().map(Payloads::write).collect(Collectors.joining(",", "[", "]"));
    }

    /** @throws BadPayload if the payload is none that {@link #write} could have written */
    public static HistoryPage read(String json) throws BadPayload {
        try (JsonWalk walk = new JsonWalk(json, Envelope.MAX_DEPTH + DEPTH_AROUND_EVENT)) {
            List<Envelope> events = null;
            boolean more = false;
            Gap gap = null;
            List<Gap> expired = new ArrayList<>();
            demand(walk.next() == Event.START_OBJECT);
            while (walk.next() == Event.KEY_NAME) {
                switch (walk.string()) {
                    case "events" -> events = events(walk);
                    case "more" -> more = walk.next() == Event.VALUE_TRUE;
                    case "gap" -> gap = Payloads.read(walk.cut(), Gap.class);
                    case "expired" -> expired = gaps(walk);
                    default -> walk.skip(walk.next());
                }
            }
            walk.end();
            demand(events != null);
            return new HistoryPage(events, more, gap, expired);
        } catch (NotStrictJson e) {
            throw new BadPayload(UNFIT, e);
        }
    }

    private static List<Envelope> events(JsonWalk walk) throws NotStrictJson {
        List<Envelope> events = new ArrayList<>();
        demand(walk.next() == Event.START_ARRAY);
        for (Event next = walk.next(); next != Event.END_ARRAY; next = walk.next()) {
            demand(next == Event.START_OBJECT);
            if (new EnvelopeReader().read(walk.cutFrom(next)) instanceof Envelope event) {
                events.add(event);
            } else {
                throw new NotStrictJson(UNFIT);
            }
        }
        return events;
    }

    private static List<Gap> gaps(JsonWalk walk) throws NotStrictJson, BadPayload {
        List<Gap> gaps = new ArrayList<>();
        demand(walk.next() == Event.START_ARRAY);
        for (Event next = walk.next(); next != Event.END_ARRAY; next = walk.next()) {
            demand(next == Event.START_OBJECT);
            gaps.add(Payloads.read(walk.cutFrom(next), Gap.class));
        }
        return gaps;
    }

    private static void demand(boolean met) throws NotStrictJson {
        if (!met) {
            throw new NotStrictJson(UNFIT);
        }
    }
}
