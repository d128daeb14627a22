package org.tidings.launcher.broker;

import java.nio.file.Path;
import org.tidings.log.LogSettings;
import org.tidings.settings.Settings;

/**
 * What can be chosen about a broker.
 *
 * @param name in its log and to its clients
 * @param journal the folder of all that it keeps on disk
 * @param bind the address to listen on
 * @param port the port to listen on
 * @param shards how many logs; fixed once the first event is written
 * @param ringSize entries that each log retains
 * @param ringBytes bytes that each log retains, as its leader counts them
 * @param access who may use it
 */
public record BrokerSettings(
        String name,
        Path journal,
        String bind,
        int port,
        int shards,
        int ringSize,
        long ringBytes,
        BrokerAccess access) {

    /** With the log's shape from the settings that instances read too: they must agree. */
    public static BrokerSettings of(
            Settings settings, String name, Path journal, String bind, int port, BrokerAccess access) {
        return new BrokerSettings(
                name,
                journal,
                bind,
                port,
                settings.getInt("tidings.shards", LogSettings.DEFAULT_SHARDS, 1, 1_024),
                settings.getInt("tidings.log.ring-size", LogSettings.DEFAULT_RING_SIZE, 100, 10_000_000),
                settings.getLong("tidings.log.ring-bytes", LogSettings.DEFAULT_RING_BYTES, 1L << 20, 1L << 36),
                access);
    }
}
