package org.tidings.web.sse;

import org.tidings.envelope.Action;
import org.tidings.envelope.BadPayload;
import org.tidings.envelope.Decoded;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.envelope.EnvelopeHead;
import org.tidings.envelope.Filtered;
import org.tidings.envelope.Gap;
import org.tidings.envelope.Payloads;
import org.tidings.envelope.Position;
import org.tidings.envelope.Subscribed;

/**
 * Writes envelopes as server-sent events (HTML Living Standard §9.2). Each event's data is its envelope as on a WebSocket. Its
 * {@code id} is the position that the reader has with it, {@code epoch.seq}, and is left out where the position stays: a reader who
 * comes back with the last {@code id} gets what it missed. Stateless.
 */
final class EventStream {

    static final String MEDIA_TYPE = "text/event-stream";

    /** Says nothing but that the line is alive. */
    static final String COMMENT = ":\n\n";

    private static final String SUBSCRIBED = "subscribed";

    private EventStream() {}

    /** @param encoded an envelope as the codec wrote it */
    static void write(StringBuilder out, EnvelopeHead head, String encoded) {
        if (head.type() == Envelope.Type.EVENT && head.action().equals(Action.MESSAGE)) {
            // Without a name, so that it is what onmessage hears.
            id(out, head.epoch(), head.seq());
        } else {
            out.append("event: ")
                    .append(head.type() == Envelope.Type.REPLY ? SUBSCRIBED : head.action())
                    .append('\n');
            position(out, head, encoded);
        }
        // Between two tokens of a payload a return may stand; here it would end the line.
        out.append("data: ").append(encoded.replace('\r', ' ')).append("\n\n");
    }

    /** When a reader whose connection breaks comes back. */
    static void retry(StringBuilder out, long millis) {
        out.append("retry: ").append(millis).append('\n');
    }

    private static void position(StringBuilder out, EnvelopeHead head, String encoded) {
        if (head.type() == Envelope.Type.REPLY) {
            Long count = payload(encoded, Subscribed.class).count();
            if (count == null || count == 0) {
                id(out, head.epoch(), head.seq());
            }
        } else if (head.action().equals(Action.POSITION)) {
            Position position = payload(encoded, Position.class);
            id(out, position.epoch(), position.seq());
        } else if (head.action().equals(Action.GAP)) {
            before(out, encoded, payload(encoded, Gap.class).before());
        } else if (head.action().equals(Action.FILTERED)) {
            before(out, encoded, payload(encoded, Filtered.class).before());
        }
    }

    /** What lies before it is missing for good, or was not asked for. */
    private static void before(StringBuilder out, String encoded, Long before) {
        if (before != null && before > 0) {
            id(out, envelope(encoded).epoch(), before - 1);
        }
    }

    private static void id(StringBuilder out, String epoch, Long seq) {
        if (epoch != null && seq != null) {
            out.append("id: ").append(epoch).append('.').append(seq).append('\n');
        }
    }

    /** What an envelope of the server's own carries. */
    static <T> T payload(String encoded, Class<T> type) {
        try {
            return Payloads.read(envelope(encoded).payload(), type);
        } catch (BadPayload e) {
            throw new IllegalStateException("an envelope of our own", e);
        }
    }

    private static Envelope envelope(String encoded) {
        Decoded decoded = EnvelopeCodec.decode(encoded).get(0);
        if (decoded instanceof Envelope envelope) {
            return envelope;
        }
        throw new IllegalStateException("an envelope of our own: " + decoded);
    }
}
