package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tidings.log.Event;

/** Law 8: what left the ring long ago is still known to be the channel's last. */
class QuietChannelInBusyShardTest {

    private static final int RING = 100;

    @Test
    void restartedReaderKnowsWhereTheQuietChannelStands() {
        try (TestBroker broker = TestBroker.up(LogShapes.ring(RING))) {
            long quiet;
            try (LogInstance instance = LogInstance.of(broker)) {
                quiet = instance.accepted("c:quiet", null, "1");
                busy(instance, 5 * RING);
            }
            // Nobody who saw the event is left.
            try (LogInstance restarted = LogInstance.of(broker)) {
                assertThat(restarted.read.events(0)).extracting(Event::channel).doesNotContain("c:quiet");
                assertThat(restarted.read.head(0, "c:quiet")).isEqualTo(quiet);
                assertThat(restarted.read.forgottenThrough(0)).isZero();
                busy(restarted, 3 * RING);
                long next = restarted.accepted("c:quiet", null, "2");
                assertThat(prevAt(restarted, next)).isEqualTo(quiet);
                long first = restarted.accepted("c:new", null, "1");
                assertThat(prevAt(restarted, first)).isZero();
            }
        }
    }

    private static void busy(LogInstance instance, int events) {
        for (int i = 0; i < events; i++) {
            instance.accepted("c:busy", null, Integer.toString(i));
        }
    }

    private static long prevAt(LogInstance instance, long seq) {
        return instance.read.events(0).stream()
                .filter(event -> event.seq() == seq)
                .findFirst()
                .orElseThrow()
                .prev();
    }
}
