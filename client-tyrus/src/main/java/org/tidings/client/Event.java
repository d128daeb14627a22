package org.tidings.client;

import java.util.Map;
import java.util.Optional;
import org.tidings.envelope.Envelope;

/**
 * A published message as a subscriber gets it. What an event does not carry is null; {@code headers} never is.
 *
 * @param channel the channel's full name
 * @param epoch incarnation of the log; null in an ephemeral channel
 * @param seq position in the shard; null in an ephemeral channel
 * @param prev {@code seq} of the channel's previous event, never less; 0 for its first
 * @param payload the JSON text, byte for byte as published
 * @param from the publisher's subject
 * @param at when it was sequenced, milliseconds since 1970
 * @param messageId the publisher's id for it
 * @param headers small application metadata
 */
public record Event(
        String channel,
        String epoch,
        Long seq,
        Long prev,
        String payload,
        String from,
        Long at,
        String messageId,
        Map<String, String> headers) {

    public Event {
        headers = headers == null ? Map.of() : Map.copyOf(headers);
    }

    /** @param knownEpoch the channel's, for a server that does not repeat it in each event */
    static Event of(Envelope event, String channel, String knownEpoch) {
        return new Event(
                channel,
                event.epoch() != null || event.seq() == null ? event.epoch() : knownEpoch,
                event.seq(),
                event.prev(),
                event.payload(),
                event.from(),
                event.at(),
                event.messageId(),
                event.headers());
    }

    /** What to store in order to resume behind this event; empty in an ephemeral channel. */
    public Optional<Position> position() {
        return epoch == null || seq == null ? Optional.empty() : Optional.of(new Position(epoch, seq));
    }
}
