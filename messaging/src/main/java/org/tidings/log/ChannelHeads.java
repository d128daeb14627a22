package org.tidings.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each channel of a shard stands: the position of its last event, also of one that has left the ring.
 *
 * <p>Bounded: beyond its room the channels that were silent longest are forgotten, and {@link #forgottenThrough} tells up to
 * which position. Not thread-safe.
 */
final class ChannelHeads {

    static final int MAX_CHANNELS = 100_000;

    /** Heads in one checkpoint record: with the longest names it stays below 64 KiB. */
    static final int HEADS_PER_RECORD = 250;

    /** What a checkpoint needs for a head beside the channel's name. */
    private static final int HEAD_BYTES = 12;

    private final int maxChannels;
    private final long maxBytes;
    private final Map<String, Long> heads;
    /** What a checkpoint of all heads would need. */
    private long bytes;

    private long forgottenThrough;

    /** With so much room that the ring holds several checkpoints and still, for the most part, events. */
    ChannelHeads(LogSettings settings) {
        maxChannels = Math.min(MAX_CHANNELS, HEADS_PER_RECORD * Math.max(1, settings.ringSize() / 16));
        maxBytes = settings.ringBytes() / 16;
        heads = new HashMap<>();
    }

    private ChannelHeads(ChannelHeads other) {
        maxChannels = other.maxChannels;
        maxBytes = other.maxBytes;
        heads = new HashMap<>(other.heads);
        bytes = other.bytes;
        forgottenThrough = other.forgottenThrough;
    }

    ChannelHeads copy() {
        return new ChannelHeads(this);
    }

    int size() {
        return heads.size();
    }

    /** The channel's head, or null when it is not known. */
    Long of(String channel) {
        return heads.get(channel);
    }

    /** The greatest head that was ever forgotten; 0 if none. A channel that is not known has no event after it. */
    long forgottenThrough() {
        return forgottenThrough;
    }

    /** The channel has an event at this position. */
    void put(String channel, long seq) {
        Long before = heads.put(channel, seq);
        if (before == null) {
            bytes += bytes(channel);
        } else if (before > seq) {
            heads.put(channel, before);
        }
    }

    /** Takes in what a checkpoint recalls. */
    void recall(LogEntry.Checkpoint checkpoint) {
        checkpoint.heads().forEach(this::put);
        if (checkpoint.forgottenThrough() > forgottenThrough) {
            forgottenThrough = checkpoint.forgottenThrough();
            heads.entrySet().removeIf(head -> {
                boolean forgotten = head.getValue() <= forgottenThrough;
                bytes -= forgotten ? bytes(head.getKey()) : 0;
                return forgotten;
            });
        }
    }

    /**
     * The checkpoint that recalls every head below a position, in records of bounded size; those that have no room are left
     * out, the longest silent first.
     *
     * @param firstSeq the position of the first record
     * @param forgotten up to where channels are forgotten already
     */
    List<LogEntry.Checkpoint> checkpoint(long firstSeq, long below, long forgotten) {
        List<Map.Entry<String, Long>> old = new ArrayList<>();
        for (Map.Entry<String, Long> head : heads.entrySet()) {
            if (head.getValue() < below) {
                old.add(head);
            }
        }
        long forget = forgotten;
        if (heads.size() > maxChannels || bytes > maxBytes) {
            old.sort(Map.Entry.comparingByValue());
            int count = excess(old);
            if (count > 0) {
                forget = Math.max(forget, old.get(count - 1).getValue());
                old = old.subList(count, old.size());
            }
        }
        List<LogEntry.Checkpoint> records = new ArrayList<>();
        for (int from = 0; from == 0 || from < old.size(); from += HEADS_PER_RECORD) {
            Map<String, Long> part = new HashMap<>();
            for (Map.Entry<String, Long> head : old.subList(from, Math.min(old.size(), from + HEADS_PER_RECORD))) {
                part.put(head.getKey(), head.getValue());
            }
            records.add(new LogEntry.Checkpoint(firstSeq + records.size(), forget, part));
        }
        return records;
    }

    /** How many of the oldest heads must go. */
    private int excess(List<Map.Entry<String, Long>> oldestFirst) {
        int count = 0;
        long left = bytes;
        while (count < oldestFirst.size() && (heads.size() - count > maxChannels || left > maxBytes)) {
            left -= bytes(oldestFirst.get(count).getKey());
            count++;
        }
        return count;
    }

    private static int bytes(String channel) {
        return channel.length() + HEAD_BYTES;
    }
}
