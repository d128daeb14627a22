package org.tidings.log;

import java.util.ArrayList;
import java.util.List;

/** The binary form of {@link LiveRecord}. Stateless. */
final class LiveRecordCodec {

    private static final int FORMAT = 1;

    /** A time, four texts, the number of headers, a deadline, a priority. */
    private static final int LEAST_EVENT_BYTES = 8 + 4 * 4 + 4 + 8 + 1;

    private LiveRecordCodec() {}

    /** One event, to be put into a record with others. */
    static byte[] event(long at, Publication publication) {
        RecordWriter out = new RecordWriter().i64(at);
        // Nobody recognises a repetition, so nobody needs an id that the publisher did not give.
        PublishRecordCodec.encode(out, publication.messageId() == null ? publication.withMessageId("") : publication);
        return out.toBytes();
    }

    /** @param events as {@link #event} made them */
    static byte[] encode(long origin, long first, List<byte[]> events) {
        RecordWriter out = new RecordWriter().u8(FORMAT).i64(origin).i64(first).i32(events.size());
        events.forEach(out::bytes);
        return out.toBytes();
    }

    /** @throws BadRecord where it is none */
    static LiveRecord decode(byte[] bytes) {
        RecordReader in = new RecordReader(bytes);
        if (in.u8() != FORMAT) {
            throw new BadRecord("format of live events");
        }
        long origin = in.i64();
        long first = in.i64();
        int count = in.count(LEAST_EVENT_BYTES);
        if (first < 1 || first + count < first) {
            throw new BadRecord("number " + first);
        }
        List<LiveRecord.Item> events = new ArrayList<>(count);
        for (int left = count; left > 0; left--) {
            long at = in.i64();
            Publication publication = PublishRecordCodec.publication(in);
            events.add(new LiveRecord.Item(
                    at, publication.messageId().isEmpty() ? publication.withMessageId(null) : publication));
        }
        in.end();
        return new LiveRecord(origin, first, events);
    }
}
