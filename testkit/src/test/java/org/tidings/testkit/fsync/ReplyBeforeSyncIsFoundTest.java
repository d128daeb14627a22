package org.tidings.testkit.fsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge is judged: a reply that the disk did not wait for must not pass for one that it did. */
class ReplyBeforeSyncIsFoundTest {

    private static final String WRITE =
            "[pid 7] 100.000100 write(45</data/journal/messages/log-2.amq>, \"\\0\\1..the-event..\", 17) = 17 <0.000010>";
    private static final String SYNC =
            "[pid 7] 100.000200 fdatasync(45</data/journal/messages/log-2.amq>) = 0 <0.000300>";
    private static final String REPLY = "[pid 8] 100.000600 write(51<TCPv6:[[::1]:8080->[::1]:4242]>,"
            + " \"\\201~\\0\\200{\\\"v\\\":1,\\\"type\\\":\\\"reply\\\",\\\"id\\\":\\\"3\\\"}\", 40) = 40 <0.000020>";

    private static Evidence evidence(String... lines) {
        return Evidence.of(
                new Evidence.AcknowledgedPublish("3", "the-event", 100_000_050, 100_000_700),
                Trace.read(List.of(lines)));
    }

    @Test
    void writtenSyncedReplied() {
        Evidence evidence = evidence(WRITE, SYNC, REPLY);
        assertThat(evidence.holds()).isTrue();
        assertThat(evidence.synced().endMicros()).isEqualTo(100_000_500);
    }

    @Test
    void noSync() {
        assertThat(evidence(WRITE, REPLY).holds()).isFalse();
    }

    @Test
    void syncBeforeTheWrite() {
        assertThat(evidence(SYNC, WRITE, REPLY).holds()).isFalse();
    }

    @Test
    void syncAfterTheReply() {
        assertThat(evidence(WRITE, REPLY, SYNC).holds()).isFalse();
    }

    @Test
    void syncOfAnotherFile() {
        assertThat(evidence(WRITE, SYNC.replace("log-2", "log-1"), REPLY).holds())
                .isFalse();
    }

    @Test
    void syncThatFailed() {
        assertThat(evidence(WRITE, SYNC.replace("= 0", "= -1 EIO (Input/output error)"), REPLY)
                        .holds())
                .isFalse();
    }

    @Test
    void neverWritten() {
        assertThat(evidence(SYNC, REPLY).holds()).isFalse();
    }

    /** The sync had begun before the event was written: it need not have taken it to the disk. */
    @Test
    void syncThatHadBegunBeforeTheWriteReturned() {
        String[] halves = {
            "[pid 9] 100.000060 fdatasync(45</data/journal/messages/log-2.amq> <unfinished ...>",
            WRITE,
            "[pid 9] 100.000300 <... fdatasync resumed>) = 0 <0.000240>",
            REPLY
        };
        assertThat(evidence(halves).holds()).isFalse();
    }

    @Test
    void replyThatBeganBeforeTheSyncHadReturned() {
        String[] halves = {
            WRITE,
            "[pid 7] 100.000200 fdatasync(45</data/journal/messages/log-2.amq> <unfinished ...>",
            REPLY,
            "[pid 7] 100.000900 <... fdatasync resumed>) = 0 <0.000700>"
        };
        assertThat(evidence(halves).holds()).isFalse();
    }

    @Test
    void callsInTwoHalvesAreReadAsOne() {
        String[] halves = {
            "[pid 7] 100.000100 write(45</data/journal/messages/log-2.amq>, \"the-event\", 9 <unfinished ...>",
            "[pid 3] 100.000110 write(1</dev/null>, \"noise\", 5) = 5 <0.000010>",
            "strace: Process 12 attached",
            "[pid 7] 100.000150 <... write resumed>) = 9 <0.000050>",
            "[pid 7] 100.000200 fdatasync(45</data/journal/messages/log-2.amq> <unfinished ...>",
            "[pid 7] 100.000500 <... fdatasync resumed>) = 0 <0.000300>",
            REPLY
        };
        assertThat(evidence(halves).holds()).isTrue();
    }
}
