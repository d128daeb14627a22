package org.tidings.log;

import org.tidings.control.InstanceReport;

/** What an instance says of itself, in a binary form that is told from {@link UsageCodec usage} by its first byte. Stateless. */
final class InstanceReportCodec {

    private static final int VERSION = 2;

    private InstanceReportCodec() {}

    static boolean isReport(byte[] record) {
        return record.length > 0 && record[0] == VERSION;
    }

    static byte[] encode(InstanceReport report) {
        return new RecordWriter()
                .u8(VERSION)
                .text(report.name())
                .text(report.incarnation())
                .i64(report.since())
                .text(report.version())
                .i32(report.connections())
                .toBytes();
    }

    /** @throws BadRecord where it is none */
    static InstanceReport decode(byte[] bytes) {
        RecordReader record = new RecordReader(bytes);
        record.u8();
        InstanceReport report =
                new InstanceReport(record.text(), record.text(), record.i64(), record.text(), record.i32());
        record.end();
        return report;
    }
}
