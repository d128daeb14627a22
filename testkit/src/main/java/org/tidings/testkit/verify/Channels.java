package org.tidings.testkit.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** The channels of a run: the same number in every shard, so that no shard's leader can fail unnoticed. */
final class Channels {

    static final int SHARDS = 4;
    private static final int PER_SHARD = 2;

    private Channels() {}

    static List<String> all() {
        int[] found = new int[SHARDS];
        List<String> channels = new ArrayList<>();
        for (int i = 0; channels.size() < SHARDS * PER_SHARD; i++) {
            String channel = "verify:" + i;
            if (found[shardOf(channel)]++ < PER_SHARD) {
                channels.add(channel);
            }
        }
        return channels;
    }

    /** As the log's first law says: CRC32C of the name modulo the number of shards. */
    static int shardOf(String channel) {
        CRC32C crc = new CRC32C();
        crc.update(channel.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % SHARDS);
    }
}
