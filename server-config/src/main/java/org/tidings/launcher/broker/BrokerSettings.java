package org.tidings.launcher.broker;

import java.nio.file.Path;

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
 */
public record BrokerSettings(
        String name, Path journal, String bind, int port, int shards, long ringSize, long ringBytes) {

    /** Refuses what no log can be made of. */
    public BrokerSettings {
        if (shards < 1 || ringSize < 1 || ringBytes < 1) {
            throw new IllegalArgumentException("shards, ring size and ring bytes are positive");
        }
    }

    /** With the log's shape from {@code tidings.shards} and {@code tidings.log.*}: system property, then environment. */
    public static BrokerSettings of(String name, Path journal, String bind, int port) {
        return new BrokerSettings(
                name,
                journal,
                bind,
                port,
                Math.toIntExact(number("tidings.shards", 4)),
                number("tidings.log.ring-size", 50_000),
                number("tidings.log.ring-bytes", 67_108_864));
    }

    private static long number(String key, long otherwise) {
        String value = System.getProperty(key);
        if (value == null) {
            // The mapping of MicroProfile Config: what is no letter or digit becomes an underscore.
            value = System.getenv(key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(java.util.Locale.ROOT));
        }
        try {
            return value == null ? otherwise : Long.parseLong(value.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is no number: " + value, e);
        }
    }
}
