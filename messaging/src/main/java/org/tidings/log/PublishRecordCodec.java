package org.tidings.log;

import java.util.ArrayList;
import java.util.List;

/** The binary forms of {@link PublishRecord} and {@link Verdict}. Stateless. */
final class PublishRecordCodec {

    private static final int FORMAT = 1;

    private static final int MESSAGE = 1;
    private static final int BARRIER_REQUEST = 2;
    private static final int VERDICT = 3;
    private static final int ERASURE = 4;
    /** Several of the others that ask for something, in the order in which they are to be carried out. */
    private static final int BATCH = 5;

    private static final int MIN_RECORD_BYTES = 17;

    private PublishRecordCodec() {}

    static byte[] encode(PublishRecord record) {
        RecordWriter out = new RecordWriter().u8(FORMAT);
        encode(out, record);
        return out.toBytes();
    }

    /** Begins a message of several records; each follows by {@link #encode(RecordWriter, PublishRecord)}. */
    static RecordWriter beginBatch() {
        return new RecordWriter().u8(FORMAT).u8(BATCH).i32(0);
    }

    /** @param begun by {@link #beginBatch} */
    static byte[] endBatch(RecordWriter begun, int count) {
        begun.i32(2, count);
        return begun.toBytes();
    }

    static void encode(RecordWriter out, PublishRecord record) {
        if (record instanceof PublishRecord.Message message) {
            encode(out.u8(MESSAGE).origin(message.origin()), message.publication());
        } else if (record instanceof PublishRecord.BarrierRequest barrier) {
            out.u8(BARRIER_REQUEST)
                    .origin(barrier.origin())
                    .text(barrier.read().epoch())
                    .i64(barrier.read().seq())
                    .i64(barrier.read().term());
        } else if (record instanceof PublishRecord.Erasure erasure) {
            encode(out.u8(ERASURE).origin(erasure.origin()).text(erasure.channel()), erasure.positions());
        }
    }

    /** What one message asks for, in its order. */
    static List<PublishRecord> decode(byte[] bytes) {
        RecordReader in = new RecordReader(bytes);
        int kind = header(in);
        List<PublishRecord> records = kind == BATCH ? batch(in) : List.of(record(kind, in));
        in.end();
        return records;
    }

    private static List<PublishRecord> batch(RecordReader in) {
        int count = in.count(MIN_RECORD_BYTES);
        List<PublishRecord> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            records.add(record(in.u8(), in));
        }
        return records;
    }

    private static PublishRecord record(int kind, RecordReader in) {
        return switch (kind) {
            case MESSAGE -> new PublishRecord.Message(in.origin(), publication(in));
            case BARRIER_REQUEST ->
                new PublishRecord.BarrierRequest(in.origin(), new LogPosition(in.text(), in.i64(), in.i64()));
            case ERASURE -> new PublishRecord.Erasure(in.origin(), in.text(), positions(in));
            default -> throw new BadRecord("kind " + kind);
        };
    }

    static byte[] encode(Verdict verdict) {
        return new RecordWriter()
                .u8(FORMAT)
                .u8(VERDICT)
                .origin(verdict.origin())
                .i32(verdict.shard())
                .u8(verdict.kind().ordinal())
                .text(verdict.epoch())
                .i64(verdict.firstSeq())
                .toBytes();
    }

    static Verdict verdict(byte[] bytes) {
        RecordReader in = new RecordReader(bytes);
        int kind = header(in);
        if (kind != VERDICT) {
            throw new BadRecord("kind " + kind);
        }
        Verdict verdict = new Verdict(in.origin(), in.i32(), verdictKind(in.u8()), in.text(), in.i64());
        in.end();
        return verdict;
    }

    private static Verdict.Kind verdictKind(int ordinal) {
        Verdict.Kind[] kinds = Verdict.Kind.values();
        if (ordinal >= kinds.length) {
            throw new BadRecord("verdict " + ordinal);
        }
        return kinds[ordinal];
    }

    static void encode(RecordWriter out, Publication publication) {
        out.text(publication.channel())
                .text(publication.from())
                .text(publication.messageId())
                .text(publication.payload())
                .texts(publication.headers())
                .i64(publication.expiresAt())
                .u8(publication.priority());
    }

    static Publication publication(RecordReader in) {
        return new Publication(in.text(), in.text(), in.text(), in.text(), in.texts(), in.i64(), in.u8());
    }

    static void encode(RecordWriter out, List<Long> positions) {
        out.i32(positions.size());
        positions.forEach(out::i64);
    }

    /** At least one, each greater than the one before. */
    static List<Long> positions(RecordReader in) {
        int count = in.count(Long.BYTES);
        List<Long> positions = new ArrayList<>(count);
        long before = 0;
        for (int i = 0; i < count; i++) {
            long position = in.i64();
            if (position <= before) {
                throw new BadRecord("positions out of order");
            }
            positions.add(position);
            before = position;
        }
        if (positions.isEmpty()) {
            throw new BadRecord("no position");
        }
        return positions;
    }

    private static int header(RecordReader in) {
        int format = in.u8();
        if (format != FORMAT) {
            throw new BadRecord("format " + format);
        }
        return in.u8();
    }
}
