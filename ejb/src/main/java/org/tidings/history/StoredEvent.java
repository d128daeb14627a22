package org.tidings.history;

import java.util.Map;
import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeBuilder;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.log.Event;
import org.tidings.log.LiveEvent;
import org.tidings.log.Publication;
import org.tidings.namespace.NamespaceOptions;

/**
 * An event as it goes to every subscriber, encoded once.
 *
 * @param seq position in the shard; 0 in an ephemeral channel
 * @param prev {@code seq} of the channel's previous event
 * @param arrivedNanos {@link System#nanoTime()} when this instance read it from the log
 * @param envelope the text of its {@code message} envelope
 * @param bytes the text's length in UTF-8
 * @param headers the application's metadata, by which subscribers choose
 * @param expiresAt deadline in milliseconds since 1970, 0 for none
 * @param priority 0 to 9
 * @param at when it was sequenced, milliseconds since 1970
 */
public record StoredEvent(
        long seq,
        long prev,
        long arrivedNanos,
        String envelope,
        int bytes,
        Map<String, String> headers,
        long expiresAt,
        int priority,
        long at) {

    /** One with nothing about it that decides how it is delivered. */
    public StoredEvent(long seq, long prev, long arrivedNanos, String envelope, int bytes) {
        this(seq, prev, arrivedNanos, envelope, bytes, Map.of(), 0, Publication.DEFAULT_PRIORITY);
    }

    /** One of no known time. */
    public StoredEvent(
            long seq,
            long prev,
            long arrivedNanos,
            String envelope,
            int bytes,
            Map<String, String> headers,
            long expiresAt,
            int priority) {
        this(seq, prev, arrivedNanos, envelope, bytes, headers, expiresAt, priority, 0);
    }

    public static StoredEvent of(Event event) {
        EnvelopeBuilder envelope = Envelope.event(Action.MESSAGE)
                .seq(event.seq())
                .prev(event.prev())
                .epoch(event.epoch());
        return of(event.seq(), event.prev(), event.at(), envelope, event.publication());
    }

    /** One that nobody keeps, and that has no place. */
    public static StoredEvent of(LiveEvent event) {
        return of(0, 0, event.at(), Envelope.event(Action.MESSAGE), event.publication());
    }

    private static StoredEvent of(long seq, long prev, long at, EnvelopeBuilder event, Publication published) {
        String envelope = EnvelopeCodec.encode(event.channel(published.channel())
                .from(published.from())
                .at(at)
                .messageId(published.messageId())
                .headers(published.headers())
                .expiresAt(published.expiresAt() == 0 ? null : published.expiresAt())
                .priority(published.priority() == Publication.DEFAULT_PRIORITY ? null : published.priority())
                .payload(published.payload())
                .build());
        return new StoredEvent(
                seq,
                prev,
                System.nanoTime(),
                envelope,
                Utf8.length(envelope),
                published.headers(),
                published.expiresAt(),
                published.priority(),
                at);
    }

    /** Whether nobody is to get it any more: its deadline has passed, and its namespace heeds deadlines. */
    public boolean isUselessAt(long nowMillis, NamespaceOptions namespace) {
        return expiresAt != 0 && expiresAt <= nowMillis && namespace.deadline();
    }
}
