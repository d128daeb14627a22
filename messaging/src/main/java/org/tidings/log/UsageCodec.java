package org.tidings.log;

import java.util.HashMap;
import java.util.Map;

/** How much each user took, in a binary form. Stateless. */
final class UsageCodec {

    private static final int VERSION = 1;
    private static final int LEAST_ENTRY_BYTES = 12;

    private UsageCodec() {}

    static byte[] encode(Map<String, Long> usage) {
        RecordWriter record = new RecordWriter().u8(VERSION).i32(usage.size());
        usage.forEach((user, taken) -> record.text(user).i64(taken));
        return record.toBytes();
    }

    /** @throws BadRecord where it is none, or somebody took less than nothing */
    static Map<String, Long> decode(byte[] bytes) {
        RecordReader record = new RecordReader(bytes);
        if (record.u8() != VERSION) {
            throw new BadRecord("version of usage");
        }
        Map<String, Long> usage = new HashMap<>();
        for (int left = record.count(LEAST_ENTRY_BYTES); left > 0; left--) {
            String user = record.text();
            long taken = record.i64();
            if (taken < 0) {
                throw new BadRecord("taken " + taken);
            }
            usage.put(user, taken);
        }
        record.end();
        return usage;
    }
}
