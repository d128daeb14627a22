package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stands on a topic may be anybody's: it must not give a user more, nor stop the thread that reads it. */
class ForgedUsageTest {

    @Test
    void isReadAsItWasWritten() {
        Map<String, Long> usage = Map.of("alice", 7L, "björn", Long.MAX_VALUE, "", 0L);

        assertThat(UsageCodec.decode(UsageCodec.encode(usage))).isEqualTo(usage);
    }

    @Test
    void whoTookLessThanNothingIsNobody() {
        assertThatThrownBy(() -> UsageCodec.decode(UsageCodec.encode(Map.of("alice", -1L))))
                .isInstanceOf(BadRecord.class);
    }

    @Test
    void everyCutAndEveryOtherVersionIsRefused() {
        byte[] record = UsageCodec.encode(Map.of("alice", 7L));
        for (int length = 0; length < record.length; length++) {
            byte[] cut = Arrays.copyOf(record, length);
            assertThatThrownBy(() -> UsageCodec.decode(cut)).isInstanceOf(BadRecord.class);
        }
        byte[] longer = Arrays.copyOf(record, record.length + 1);
        assertThatThrownBy(() -> UsageCodec.decode(longer)).isInstanceOf(BadRecord.class);
        record[0]++;
        assertThatThrownBy(() -> UsageCodec.decode(record)).isInstanceOf(BadRecord.class);
    }
}
