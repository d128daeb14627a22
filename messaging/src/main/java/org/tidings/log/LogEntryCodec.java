package org.tidings.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The binary form of {@link LogEntry}: format, kind, stamp, body. Stateless. */
final class LogEntryCodec {

    private static final int FORMAT = 1;

    private static final int EVENTS = 1;
    private static final int MARKER = 2;
    private static final int CHECKPOINT = 3;
    private static final int BARRIER = 4;
    private static final int PROBE = 5;
    private static final int KEPT = 6;
    private static final int ERASED = 7;

    private static final int MIN_ITEM_BYTES = 40;

    private LogEntryCodec() {}

    static byte[] encode(LogEntry entry) {
        RecordWriter out = new RecordWriter();
        header(out, kind(entry.body()), entry.stamp());
        if (entry.body() instanceof LogEntry.Events events) {
            out.i32(events.items().size());
            events.items().forEach(item -> encode(out, item));
        } else if (entry.body() instanceof LogEntry.Marker marker) {
            out.i64(marker.lastSeq());
        } else if (entry.body() instanceof LogEntry.Checkpoint checkpoint) {
            out.i64(checkpoint.lastSeq()).i64(checkpoint.forgottenThrough());
            out.i32(checkpoint.heads().size());
            checkpoint.heads().forEach((channel, head) -> out.text(channel).i64(head));
        } else if (entry.body() instanceof LogEntry.Kept kept) {
            out.i64(kept.lastSeq()).i64(kept.forgottenThrough());
            out.i32(kept.values().size());
            kept.values().forEach(value -> encode(out, value));
        } else if (entry.body() instanceof LogEntry.Barrier barrier) {
            out.i64(barrier.lastSeq()).origin(barrier.origin());
        } else if (entry.body() instanceof LogEntry.Erased erased) {
            out.i64(erased.lastSeq()).origin(erased.origin()).text(erased.channel());
            PublishRecordCodec.encode(out, erased.positions());
        } else if (entry.body() instanceof LogEntry.Probe probe) {
            out.i64(probe.id().getMostSignificantBits()).i64(probe.id().getLeastSignificantBits());
        }
        return out.toBytes();
    }

    /** Begins an entry of events; each follows in its own binary form. Returns where their number is to be written in the end. */
    static int begin(RecordWriter out, LogEntry.Stamp stamp) {
        header(out, EVENTS, stamp);
        out.i32(0);
        return out.length() - Integer.BYTES;
    }

    static byte[] encode(LogEntry.Item item) {
        RecordWriter out = new RecordWriter();
        encode(out, item);
        return out.toBytes();
    }

    private static void header(RecordWriter out, int kind, LogEntry.Stamp stamp) {
        out.u8(FORMAT).u8(kind).i32(stamp.shards()).text(stamp.epoch()).i64(stamp.term());
    }

    static LogEntry decode(byte[] bytes) {
        RecordReader in = new RecordReader(bytes);
        int format = in.u8();
        if (format != FORMAT) {
            throw new BadRecord("format " + format);
        }
        int kind = in.u8();
        LogEntry.Stamp stamp = new LogEntry.Stamp(in.i32(), in.text(), in.i64());
        LogEntry.Body body =
                switch (kind) {
                    case EVENTS -> new LogEntry.Events(items(in));
                    case MARKER -> new LogEntry.Marker(in.i64());
                    case CHECKPOINT -> new LogEntry.Checkpoint(in.i64(), in.i64(), heads(in));
                    case KEPT -> new LogEntry.Kept(in.i64(), in.i64(), values(in));
                    case BARRIER -> new LogEntry.Barrier(in.i64(), in.origin());
                    case ERASED -> erased(in);
                    case PROBE -> new LogEntry.Probe(new UUID(in.i64(), in.i64()));
                    default -> throw new BadRecord("kind " + kind);
                };
        in.end();
        if (kind != PROBE && body.firstSeq() < 1) {
            throw new BadRecord("position " + body.firstSeq());
        }
        return new LogEntry(stamp, body);
    }

    private static int kind(LogEntry.Body body) {
        if (body instanceof LogEntry.Events) {
            return EVENTS;
        } else if (body instanceof LogEntry.Marker) {
            return MARKER;
        } else if (body instanceof LogEntry.Checkpoint) {
            return CHECKPOINT;
        } else if (body instanceof LogEntry.Kept) {
            return KEPT;
        }
        if (body instanceof LogEntry.Erased) {
            return ERASED;
        }
        return body instanceof LogEntry.Barrier ? BARRIER : PROBE;
    }

    private static void encode(RecordWriter out, LogEntry.Item item) {
        out.i64(item.seq()).i64(item.prev()).i64(item.at()).origin(item.origin());
        PublishRecordCodec.encode(out, item.publication());
    }

    private static void encode(RecordWriter out, LogEntry.Value value) {
        out.text(value.epoch());
        encode(out, value.item());
    }

    /** How long the value is in a record. */
    static int length(LogEntry.Value value) {
        RecordWriter out = new RecordWriter();
        encode(out, value);
        return out.length();
    }

    private static LogEntry.Erased erased(RecordReader in) {
        LogEntry.Erased erased =
                new LogEntry.Erased(in.i64(), in.origin(), in.text(), PublishRecordCodec.positions(in));
        if (erased.through() >= erased.lastSeq()) {
            throw new BadRecord("what comes later cannot be erased");
        }
        return erased;
    }

    private static LogEntry.Item item(RecordReader in) {
        return new LogEntry.Item(in.i64(), in.i64(), in.i64(), in.origin(), PublishRecordCodec.publication(in));
    }

    private static List<LogEntry.Value> values(RecordReader in) {
        int count = in.count(MIN_ITEM_BYTES);
        List<LogEntry.Value> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(new LogEntry.Value(in.text(), item(in)));
        }
        return values;
    }

    private static List<LogEntry.Item> items(RecordReader in) {
        int count = in.count(MIN_ITEM_BYTES);
        if (count == 0) {
            throw new BadRecord("no event");
        }
        List<LogEntry.Item> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(item(in));
            if (items.get(i).seq() != items.get(0).seq() + i) {
                throw new BadRecord("positions with a hole");
            }
        }
        return items;
    }

    private static Map<String, Long> heads(RecordReader in) {
        int count = in.count(12);
        Map<String, Long> heads = new HashMap<>(count * 2);
        for (int i = 0; i < count; i++) {
            heads.put(in.text(), in.i64());
        }
        return heads;
    }
}
