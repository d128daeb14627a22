package org.tidings.log;

/**
 * The entry that a leader is filling with events: in its binary form, as it will stand in the log. Confined to its lead.
 */
final class OpenEntry {

    /** Far from where Artemis begins to send a message in pieces, and to keep it in a file of its own. */
    private static final int MAX_BYTES = 48 << 10;

    private static final int MAX_EVENTS = 256;

    /** One entry is at most this part of the ring, so that its lower edge moves in small steps. */
    private static final int PART_OF_RING = 16;

    private final int maxEvents;
    private final long maxBytes;
    private final RecordWriter out = new RecordWriter();
    private final int countAt;
    private long firstSeq;
    private long lastSeq;
    private int count;
    /** The channel, where nothing of another one may stand beside it; else null. */
    private String alone;

    OpenEntry(LogSettings settings, LogEntry.Stamp stamp) {
        maxEvents = Math.max(1, Math.min(MAX_EVENTS, settings.ringSize() / PART_OF_RING));
        maxBytes = Math.min(MAX_BYTES, settings.ringBytes() / PART_OF_RING);
        countAt = LogEntryCodec.begin(out, stamp);
    }

    /** Whether the event may stand behind those that are in it. The first may always. */
    boolean takes(String channel, boolean erasable, int bytes) {
        return count == 0
                || count < maxEvents
                        && out.length() + bytes <= maxBytes
                        && (erasable ? channel.equals(alone) : alone == null);
    }

    /** @param bytes the event's binary form */
    void add(LogEntry.Item item, boolean erasable, byte[] bytes) {
        if (count == 0) {
            firstSeq = item.seq();
            alone = erasable ? item.publication().channel() : null;
        }
        out.bytes(bytes);
        lastSeq = item.seq();
        count++;
    }

    /** Whether nothing more will be taken. */
    boolean isFull() {
        return count == maxEvents || out.length() >= maxBytes;
    }

    Lead.Written close() {
        out.i32(countAt, count);
        return new Lead.Written(firstSeq, lastSeq, out.toBytes(), Lead.Label.NONE);
    }
}
