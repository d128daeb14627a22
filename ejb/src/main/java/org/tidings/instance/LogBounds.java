package org.tidings.instance;

import java.util.Map;
import java.util.TreeMap;
import org.tidings.log.LogGroups;
import org.tidings.log.LogSettings;
import org.tidings.settings.JsonEntry;
import org.tidings.settings.MemberReader;
import org.tidings.settings.Mistake;
import org.tidings.settings.Mistakes;
import org.tidings.settings.Settings;

/** Which logs there are and how each is bounded, as an operator sets it: for instances and for brokers alike. Stateless. */
public final class LogBounds {
    private static final int MAX_SHARDS = 1_024;
    private static final int MIN_RING_SIZE = 100;
    private static final int MAX_RING_SIZE = 10_000_000;
    private static final long MIN_RING_BYTES = 1L << 20;
    private static final long MAX_RING_BYTES = 1L << 36;

    private LogBounds() {}

    /** Fails with {@link org.tidings.settings.InvalidSetting} that names every mistake. */
    public static LogGroups from(Settings settings) {
        LogSettings main = main(settings);
        Mistakes mistakes = settings.mistakes();
        Map<String, LogSettings> others = new TreeMap<>();
        settings.logs().ifPresent(section -> read(section, main, others, mistakes));
        mistakes.refuseAny();
        return new LogGroups(main, others);
    }

    private static LogSettings main(Settings settings) {
        LogSettings standard = LogSettings.defaults();
        return new LogSettings(
                settings.getInt("tidings.shards", standard.shards(), 1, MAX_SHARDS),
                settings.getInt("tidings.log.ring-size", standard.ringSize(), MIN_RING_SIZE, MAX_RING_SIZE),
                settings.getLong("tidings.log.ring-bytes", standard.ringBytes(), MIN_RING_BYTES, MAX_RING_BYTES),
                settings.getLong("tidings.dedupe-window-millis", standard.dedupeWindowMillis(), 1_000, 86_400_000),
                standard.unsentTimeoutMillis(),
                standard.answerTimeoutMillis(),
                standard.maxPendingPerShard());
    }

    private static void read(JsonEntry section, LogSettings main, Map<String, LogSettings> others, Mistakes mistakes) {
        if (!(section instanceof JsonEntry.Members names)) {
            mistakes.expected(section, "an object with a member for each log");
            return;
        }
        names.byName().forEach((name, member) -> {
            if (!LogGroups.isName(name)) {
                mistakes.add(
                        member.name(),
                        Mistake.quoted(name)
                                + " cannot name a log: at most 32 of a-z, 0-9 and -, a letter first, and not"
                                + " \"main\", which the settings \"shards\" and \"log\" lay out");
            } else if (member.value() instanceof JsonEntry.Members bounds) {
                others.put(name, bounds(new MemberReader(bounds, "bound of a log", mistakes), main));
            } else {
                mistakes.expected(member.value(), "an object with the log's bounds");
            }
        });
        LogGroups.clash(others.keySet()).ifPresent(reason -> mistakes.add(section.place(), reason));
    }

    /** What is left out is as in the main log. */
    private static LogSettings bounds(MemberReader reader, LogSettings main) {
        LogSettings bounds = main.laidOut(
                (int) reader.number("shards", main.shards(), 1, MAX_SHARDS),
                (int) reader.number("ring-size", main.ringSize(), MIN_RING_SIZE, MAX_RING_SIZE),
                reader.number("ring-bytes", main.ringBytes(), MIN_RING_BYTES, MAX_RING_BYTES));
        reader.refuseOthers();
        return bounds;
    }
}
