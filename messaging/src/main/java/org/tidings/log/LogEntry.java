package org.tidings.log;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One record of {@code log.N}: a stamp and what it holds. Only the shard's leader writes them.
 *
 * @param stamp which log and which leader
 * @param body what it holds
 */
record LogEntry(Stamp stamp, Body body) {

    /**
     * @param shards how many shards the whole log has
     * @param epoch incarnation of this shard's log; empty in a probe
     * @param term names the leader, see {@link Terms}; readers skip records of an older term behind a newer marker
     */
    record Stamp(int shards, String epoch, long term) {}

    sealed interface Body {
        /** The position of the last entry that the record holds. */
        long lastSeq();

        /** The position of the first entry that the record holds. */
        default long firstSeq() {
            return lastSeq();
        }
    }

    /** One or more events in order, their positions without a hole: a publish, or the events of one transaction. */
    record Events(List<Item> items) implements Body {
        Events {
            items = List.copyOf(items);
        }

        @Override
        public long firstSeq() {
            return items.get(0).seq();
        }

        @Override
        public long lastSeq() {
            return items.get(items.size() - 1).seq();
        }
    }

    record Item(long seq, long prev, long at, Origin origin, Publication publication) {}

    /** A leader took over. */
    record Marker(long lastSeq) implements Body {}

    /**
     * Recalls where channels stand whose last event is about to leave the ring.
     *
     * @param forgottenThrough the greatest head that was ever forgotten, 0 if none: a channel that nobody recalls has no event
     *     after it
     */
    record Checkpoint(long lastSeq, long forgottenThrough, Map<String, Long> heads) implements Body {
        Checkpoint {
            heads = Map.copyOf(heads);
        }
    }

    /**
     * Repeats the last events of channels whose own place in the log the ring would pass before the next checkpoint.
     *
     * @param forgottenThrough what was kept up to this position and is not repeated is forgotten: there was no room
     */
    record Kept(long lastSeq, long forgottenThrough, List<Value> values) implements Body {
        Kept {
            values = List.copyOf(values);
        }
    }

    /** @param epoch in which it was given its place */
    record Value(String epoch, Item item) {
        String channel() {
            return item.publication().channel();
        }

        long seq() {
            return item.seq();
        }

        boolean expired(long now) {
            return item.publication().expiresAt() > 0 && item.publication().expiresAt() <= now;
        }
    }

    /**
     * Events of one channel were erased: none of these is there any more, or will be in a moment.
     *
     * @param positions in order, all before the entry's own; exactly these may be missing
     */
    record Erased(long lastSeq, Origin origin, String channel, List<Long> positions) implements Body {
        Erased {
            positions = List.copyOf(positions);
        }

        /** The last one that is erased. */
        long through() {
            return positions.get(positions.size() - 1);
        }
    }

    /** Shows its sender that its tail has read everything before. */
    record Barrier(long lastSeq, Origin origin) implements Body {}

    /**
     * Shows a new leader the end of the log before it knows any position: the one record outside the sequence, at position 0,
     * which every reader lets pass.
     */
    record Probe(UUID id) implements Body {
        @Override
        public long lastSeq() {
            return LogAddresses.NO_SEQ;
        }
    }
}
