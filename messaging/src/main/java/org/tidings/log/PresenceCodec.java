package org.tidings.log;

import java.util.ArrayList;
import java.util.List;
import org.tidings.control.Announcement;
import org.tidings.control.Attendance;
import org.tidings.control.PresenceMessage;
import org.tidings.control.SnapshotRequest;
import org.tidings.envelope.Payloads;

/** What instances tell each other about who is present, in a binary form. Stateless. */
final class PresenceCodec {

    private static final int VERSION = 1;
    private static final int ANNOUNCEMENT = 1;
    private static final int SNAPSHOT_REQUEST = 2;

    private static final int BEGINS = 1;
    private static final int ENDS = 2;
    private static final int FAREWELL = 4;

    private static final int LEAST_ATTENDANCE_BYTES = 24;

    private PresenceCodec() {}

    static byte[] encode(PresenceMessage message) {
        RecordWriter record = new RecordWriter().u8(VERSION);
        if (message instanceof SnapshotRequest asked) {
            return record.u8(SNAPSHOT_REQUEST)
                    .i64(asked.from())
                    .i64(asked.whom())
                    .toBytes();
        }
        Announcement said = (Announcement) message;
        record.u8(ANNOUNCEMENT)
                .i64(said.incarnation())
                .i64(said.number())
                .i64(said.atMillis())
                .u8((said.begins() ? BEGINS : 0) | (said.ends() ? ENDS : 0) | (said.farewell() ? FAREWELL : 0))
                .i32(said.attendances().size());
        for (Attendance attendance : said.attendances()) {
            record.text(attendance.channel())
                    .text(attendance.user())
                    .i32(attendance.connections())
                    .i64(attendance.changedMillis())
                    .text(attendance.meta() == null ? "" : attendance.meta());
        }
        return record.toBytes();
    }

    /** @throws BadRecord where it is none */
    static PresenceMessage decode(byte[] bytes) {
        RecordReader record = new RecordReader(bytes);
        if (record.u8() != VERSION) {
            throw new BadRecord("version of presence");
        }
        int kind = record.u8();
        PresenceMessage message =
                switch (kind) {
                    case ANNOUNCEMENT -> announcement(record);
                    case SNAPSHOT_REQUEST -> new SnapshotRequest(record.i64(), record.i64());
                    default -> throw new BadRecord("kind " + kind);
                };
        record.end();
        return message;
    }

    private static Announcement announcement(RecordReader record) {
        long incarnation = record.i64();
        long number = record.i64();
        long atMillis = record.i64();
        int flags = record.u8();
        List<Attendance> attendances = new ArrayList<>();
        for (int left = record.count(LEAST_ATTENDANCE_BYTES); left > 0; left--) {
            attendances.add(attendance(record));
        }
        return new Announcement(
                incarnation,
                number,
                atMillis,
                (flags & BEGINS) != 0,
                (flags & ENDS) != 0,
                (flags & FAREWELL) != 0,
                attendances);
    }

    private static Attendance attendance(RecordReader record) {
        String channel = record.text();
        String user = record.text();
        int connections = record.i32();
        long changedMillis = record.i64();
        String meta = record.text();
        if (!meta.isEmpty() && !Payloads.isPayload(meta)) {
            // It goes into replies as it is.
            throw new BadRecord("meta is no JSON");
        }
        return new Attendance(channel, user, connections, changedMillis, meta.isEmpty() ? null : meta);
    }
}
