package org.tidings.session;

import org.tidings.fanout.Subscription;
import org.tidings.history.StoredEvent;
import org.tidings.history.Utf8;
import org.tidings.log.Publication;

/**
 * One envelope that waits to be written. Most events are none: see {@link Backlog}.
 *
 * @param bytes of its text in UTF-8
 * @param channel what it must stay in order with; null for nothing
 * @param of the subscription that it belongs to; null for none
 * @param event null for what is none
 * @param epoch in which the event's position counts, where it may come to nothing; else null
 */
record Item(Kind kind, String envelope, int bytes, String channel, Subscription of, StoredEvent event, String epoch) {

    /** What the envelope says. */
    enum Kind {
        EVENT,
        /** How far a subscription or a shard has come, events or not: false where the events before it are taken back. */
        PROGRESS,
        NOTICE
    }

    static Item event(Subscription of, StoredEvent event) {
        String channel = of == null ? null : of.channel();
        String epoch = of == null || event.expiresAt() == 0 ? null : of.epoch();
        return new Item(Kind.EVENT, event.envelope(), event.bytes(), channel, of, event, epoch);
    }

    static Item gap(Subscription of, String envelope) {
        return new Item(Kind.PROGRESS, envelope, Utf8.length(envelope), of.channel(), of, null, null);
    }

    static Item position(String envelope) {
        return new Item(Kind.PROGRESS, envelope, Utf8.length(envelope), null, null, null, null);
    }

    static Item notice(String envelope, String channel) {
        return new Item(Kind.NOTICE, envelope, Utf8.length(envelope), channel, null, null, null);
    }

    /** Where its namespace does not heed priorities, all events have the same. */
    static int priority(Subscription of, StoredEvent event) {
        return of != null && !of.options().priority() ? Publication.DEFAULT_PRIORITY : event.priority();
    }

    boolean isEvent() {
        return kind == Kind.EVENT;
    }

    boolean isUselessAt(long nowMillis) {
        return event != null && event.expiresAt() != 0 && of != null && event.isUselessAt(nowMillis, of.options());
    }

    /** {@link System#nanoTime()} when the event was read from the log, 0 for what is no event. */
    long arrivedNanos() {
        return event == null ? 0 : event.arrivedNanos();
    }
}
