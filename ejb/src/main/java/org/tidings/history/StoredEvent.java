package org.tidings.history;

import java.util.Map;
import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.log.Event;
import org.tidings.log.Publication;

/**
 * An event as it goes to every subscriber, encoded once.
 *
 * @param seq position in the shard
 * @param prev {@code seq} of the channel's previous event
 * @param arrivedNanos {@link System#nanoTime()} when this instance read it from the log
 * @param envelope the text of its {@code message} envelope
 * @param bytes the text's length in UTF-8
 * @param headers the application's metadata, by which subscribers choose
 * @param expiresAt deadline in milliseconds since 1970, 0 for none
 * @param priority 0 to 9
 */
public record StoredEvent(
        long seq,
        long prev,
        long arrivedNanos,
        String envelope,
        int bytes,
        Map<String, String> headers,
        long expiresAt,
        int priority) {

    /** One with nothing about it that decides how it is delivered. */
    public StoredEvent(long seq, long prev, long arrivedNanos, String envelope, int bytes) {
        this(seq, prev, arrivedNanos, envelope, bytes, Map.of(), 0, Publication.DEFAULT_PRIORITY);
    }

    public static StoredEvent of(Event event) {
        Publication published = event.publication();
        String envelope = EnvelopeCodec.encode(Envelope.event(Action.MESSAGE)
                .channel(published.channel())
                .seq(event.seq())
                .prev(event.prev())
                .epoch(event.epoch())
                .from(published.from())
                .at(event.at())
                .messageId(published.messageId())
                .headers(published.headers())
                .expiresAt(published.expiresAt() == 0 ? null : published.expiresAt())
                .priority(published.priority() == Publication.DEFAULT_PRIORITY ? null : published.priority())
                .payload(published.payload())
                .build());
        return new StoredEvent(
                event.seq(),
                event.prev(),
                System.nanoTime(),
                envelope,
                Utf8.length(envelope),
                published.headers(),
                published.expiresAt(),
                published.priority());
    }
}
