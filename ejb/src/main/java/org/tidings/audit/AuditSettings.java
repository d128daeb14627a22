package org.tidings.audit;

import java.nio.file.Path;
import org.tidings.settings.InvalidSetting;
import org.tidings.settings.Settings;

/**
 * What is taken down, and where.
 *
 * @param instance who takes it down
 * @param directory where the trail's files lie, this instance's own; null for none
 * @param address the queue at the broker into which records go; null for none
 * @param maxFileBytes size at which a file ends and the next begins
 * @param sync whether a batch is on the disk before the next is begun
 * @param queueSize events that may wait to be written
 * @param publishes whether accepted publishes are taken down, not only refused ones
 * @param digests whether with the SHA-256 of their payloads
 */
public record AuditSettings(
        String instance,
        Path directory,
        String address,
        long maxFileBytes,
        boolean sync,
        int queueSize,
        boolean publishes,
        boolean digests) {

    static final AuditSettings OFF = new AuditSettings("", null, null, 1, false, 1, false, false);

    private static final String DIRECTORY_KEY = "tidings.audit.directory";
    private static final String ADDRESS_KEY = "tidings.audit.address";

    /** In files alone. */
    AuditSettings(
            String instance,
            Path directory,
            long maxFileBytes,
            boolean sync,
            int queueSize,
            boolean publishes,
            boolean digests) {
        this(instance, directory, null, maxFileBytes, sync, queueSize, publishes, digests);
    }

    /** @throws InvalidSetting where an audit is wanted and nobody says where */
    public static AuditSettings from(Settings settings, String instance) {
        boolean on = settings.getBoolean("tidings.audit.enabled", false);
        if (on
                && settings.find(DIRECTORY_KEY).isEmpty()
                && settings.find(ADDRESS_KEY).isEmpty()) {
            throw new InvalidSetting(DIRECTORY_KEY + " is not set, nor " + ADDRESS_KEY
                    + ": an audit needs a directory of this instance's own, or a queue");
        }
        return new AuditSettings(
                instance,
                on ? settings.find(DIRECTORY_KEY).map(Path::of).orElse(null) : null,
                on ? settings.find(ADDRESS_KEY).orElse(null) : null,
                settings.getLong("tidings.audit.max-file-bytes", 64L << 20, 1L << 16, 1L << 34),
                settings.getBoolean("tidings.audit.sync", true),
                settings.getInt("tidings.audit.queue-size", 10_000, 100, 1_000_000),
                settings.getBoolean("tidings.audit.publishes", false),
                settings.getBoolean("tidings.audit.digests", false));
    }
}
