package org.tidings.fanout;

import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.history.StoredEvent;

/**
 * An event's envelope as it goes to those who subscribed to a pattern. The text that everyone else gets is not made anew: the pattern's
 * fields are put before its own. Stateless.
 */
final class NamedEvent {

    /** With this the envelope of every event begins. */
    private static final String MESSAGE = "{\"v\":1,\"type\":\"event\",\"action\":\"message\",";

    private static final String CHAIN = "\",\"patternPrev\":";

    private NamedEvent() {}

    /**
     * @param pattern of characters that stand for themselves in JSON
     * @param chain the event that came before it by that pattern, from that shard; counts for nothing where the event has no position
     */
    static StoredEvent of(StoredEvent event, String pattern, long chain, int shard) {
        String place = event.seq() == 0 ? "\"" : CHAIN + chain + ",\"shard\":" + shard;
        String named = MESSAGE + "\"pattern\":\"" + pattern + place + ","
                + event.envelope().substring(MESSAGE.length());
        return new StoredEvent(
                event.seq(),
                event.prev(),
                event.arrivedNanos(),
                named,
                event.bytes() + named.length() - event.envelope().length(),
                event.headers(),
                event.expiresAt(),
                event.priority(),
                event.at());
    }

    /** The channel of one that was named. */
    static String channel(StoredEvent named) {
        return ((Envelope) EnvelopeCodec.decode(named.envelope()).get(0)).channel();
    }

    /** What came before one that was named and has a position. */
    static long chain(StoredEvent named) {
        int from = named.envelope().indexOf(CHAIN, MESSAGE.length()) + CHAIN.length();
        return Long.parseLong(named.envelope(), from, named.envelope().indexOf(',', from), 10);
    }
}
