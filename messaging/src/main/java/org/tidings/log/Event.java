package org.tidings.log;

import java.util.Map;

/**
 * A published message with its place in the log.
 *
 * @param shard the shard that holds the channel, 0 based
 * @param epoch incarnation of the shard's log
 * @param seq position in the shard, from 1
 * @param prev {@code seq} of the channel's previous event, never less than the true one; 0 for the channel's first
 * @param at when it was sequenced, milliseconds since 1970; never less than that of the entry before
 * @param origin who waits for the answer
 * @param publication what was published
 */
public record Event(int shard, String epoch, long seq, long prev, long at, Origin origin, Publication publication) {

    public String channel() {
        return publication.channel();
    }

    public String from() {
        return publication.from();
    }

    public String messageId() {
        return publication.messageId();
    }

    public String payload() {
        return publication.payload();
    }

    public Map<String, String> headers() {
        return publication.headers();
    }
}
