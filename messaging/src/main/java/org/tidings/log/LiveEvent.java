package org.tidings.log;

/**
 * A published message that has no place in the log: delivered at once or not at all.
 *
 * @param shard the shard in which the channel's subscribers are looked for, 0 based
 * @param at when the publisher's instance took it, milliseconds since 1970
 * @param publication what was published
 */
public record LiveEvent(int shard, long at, Publication publication) {

    public String channel() {
        return publication.channel();
    }
}
