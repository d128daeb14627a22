package org.tidings.instance;

import org.tidings.log.LogSettings;
import org.tidings.settings.Settings;

/** How the log is bounded, as an operator sets it. Stateless. */
final class LogBounds {
    private LogBounds() {}

    static LogSettings from(Settings settings) {
        LogSettings standard = LogSettings.defaults();
        return new LogSettings(
                settings.getInt("tidings.shards", standard.shards(), 1, 1_024),
                settings.getInt("tidings.log.ring-size", standard.ringSize(), 100, 10_000_000),
                settings.getLong("tidings.log.ring-bytes", standard.ringBytes(), 1L << 20, 1L << 36),
                settings.getLong("tidings.dedupe-window-millis", standard.dedupeWindowMillis(), 1_000, 86_400_000),
                standard.unsentTimeoutMillis(),
                standard.answerTimeoutMillis(),
                standard.maxPendingPerShard());
    }
}
