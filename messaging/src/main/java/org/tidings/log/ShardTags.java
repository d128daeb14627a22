package org.tidings.log;

import io.micrometer.core.instrument.Tags;

/** By which the meters of one shard are told from those of another. Stateless. */
public final class ShardTags {

    private ShardTags() {}

    /** Its group as {@code log}, and the shard: {@code 2} in the main group, {@code inbox.2} in another. */
    public static Tags of(LogShard shard) {
        return Tags.of("log", shard.group(), "shard", shard.toString());
    }
}
