package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidings.control.Announcement;
import org.tidings.control.Attendance;
import org.tidings.control.PresenceMessage;
import org.tidings.control.SnapshotRequest;

/** What stands on a topic may be anybody's: it must not break out of a reply, nor stop the thread that reads it. */
class ForgedPresenceTest {

    private static final Announcement SAID = new Announcement(
            7,
            8,
            1_700_000_000_000L,
            true,
            false,
            true,
            List.of(
                    new Attendance("chat:1", "björn", 2, 1_700_000_000_001L, "{\"name\":\"Björn\"}"),
                    new Attendance("chat:1", "", 0, 0, null),
                    Attendance.gone("chat:2", "ann")));

    @Test
    void isReadAsItWasWritten() {
        for (PresenceMessage message : List.of(SAID, new SnapshotRequest(3, SnapshotRequest.EVERYONE))) {
            assertThat(PresenceCodec.decode(PresenceCodec.encode(message))).isEqualTo(message);
        }
    }

    @Test
    void whatATokenShowsMustBeJsonForItGoesIntoRepliesAsItIs() {
        String breaksOut = "{}},{\"user\":\"somebody\"";
        Announcement forged = new Announcement(
                7, 8, 0, false, false, false, List.of(new Attendance("chat:1", "ann", 1, 0, breaksOut)));

        assertThatThrownBy(() -> PresenceCodec.decode(PresenceCodec.encode(forged)))
                .isInstanceOf(BadRecord.class);
    }

    @Test
    void everyCutAndEveryOtherVersionIsRefused() {
        byte[] record = PresenceCodec.encode(SAID);
        for (int length = 0; length < record.length; length++) {
            byte[] cut = Arrays.copyOf(record, length);
            assertThatThrownBy(() -> PresenceCodec.decode(cut)).isInstanceOf(BadRecord.class);
        }
        byte[] longer = Arrays.copyOf(record, record.length + 1);
        assertThatThrownBy(() -> PresenceCodec.decode(longer)).isInstanceOf(BadRecord.class);
        record[0]++;
        assertThatThrownBy(() -> PresenceCodec.decode(record)).isInstanceOf(BadRecord.class);
    }
}
