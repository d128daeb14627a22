package org.tidings.log;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Which shard holds a channel. */
final class Shards {

    private Shards() {}

    /** CRC32C of the channel's UTF-8 name modulo the number of shards. */
    static int shardOf(String channel, int shards) {
        CRC32C crc = new CRC32C();
        crc.update(channel.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % shards);
    }
}
