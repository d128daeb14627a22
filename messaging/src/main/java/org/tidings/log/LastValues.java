package org.tidings.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The last event of each channel whose last event is kept, also of one that has left the ring: with every checkpoint the leader
 * writes into the log anew what the ring would pass before the next.
 *
 * <p>Bounded: beyond its room the values of channels that were silent longest are forgotten. Not thread-safe.
 */
final class LastValues {

    /** A record holds more only where a single value is longer. */
    static final int RECORD_BYTES = 32 << 10;

    /** What is written with one checkpoint takes this part of the ring, by entries and by bytes. */
    private static final int PART_OF_RING = 16;

    private final ChannelStorage storage;
    private final int maxRecords;
    private final long maxBytes;
    private final Map<String, LogEntry.Value> values;

    LastValues(LogSettings settings, ChannelStorage storage) {
        this.storage = storage;
        maxRecords = Math.max(1, settings.ringSize() / PART_OF_RING);
        maxBytes = settings.ringBytes() / PART_OF_RING;
        values = new HashMap<>();
    }

    private LastValues(LastValues other) {
        storage = other.storage;
        maxRecords = other.maxRecords;
        maxBytes = other.maxBytes;
        values = new HashMap<>(other.values);
    }

    LastValues copy() {
        return new LastValues(this);
    }

    void put(LogEntry.Value value) {
        if (storage.keepsLast(value.channel())) {
            values.merge(value.channel(), value, (held, other) -> other.seq() > held.seq() ? other : held);
        }
    }

    /** Takes in what a leader wrote anew. */
    void recall(LogEntry.Kept kept) {
        kept.values().forEach(this::put);
        values.values().removeIf(value -> value.seq() <= kept.forgottenThrough());
    }

    /**
     * The records that keep every value below a position; those that have no room are left out, the oldest first, and so is what
     * nobody may have any more.
     *
     * @param firstSeq the position of the first record
     */
    List<LogEntry.Kept> kept(long firstSeq, long below, long now) {
        values.values().removeIf(value -> isNone(value, now));
        List<LogEntry.Value> old = values.values().stream()
                .filter(value -> value.seq() < below)
                .sorted(Comparator.comparingLong(LogEntry.Value::seq).reversed())
                .toList();
        List<List<LogEntry.Value>> records = new ArrayList<>();
        long forgottenThrough = 0;
        long bytes = 0;
        int recordBytes = RECORD_BYTES;
        for (LogEntry.Value value : old) {
            int size = LogEntryCodec.length(value);
            bytes += size;
            boolean next = recordBytes + size > RECORD_BYTES;
            if (!records.isEmpty() && (bytes > maxBytes || next && records.size() == maxRecords)) {
                forgottenThrough = value.seq();
                break;
            }
            if (next) {
                records.add(new ArrayList<>());
                recordBytes = 0;
            }
            records.get(records.size() - 1).add(value);
            recordBytes += size;
        }
        List<LogEntry.Kept> kept = new ArrayList<>();
        for (List<LogEntry.Value> record : records) {
            kept.add(new LogEntry.Kept(firstSeq + kept.size(), forgottenThrough, record));
        }
        return kept;
    }

    private boolean isNone(LogEntry.Value value, long now) {
        return !storage.keepsLast(value.channel()) || value.expired(now) && storage.heedsDeadlines(value.channel());
    }
}
