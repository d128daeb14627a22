package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tidings.log.PublishOutcome;

/** Beyond 100 KiB Artemis keeps a message in a file of its own. */
class LargeEventTest {

    private static final long MIB = 1L << 20;

    @Test
    void eventsOfManySizesKeepTheirBytesAndOrderOverARestart() {
        int[] sizes = {10, 1_000, 60_000, 99_000, 102_000, 110_000, 300_000, 20};
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1))) {
            try (LogInstance instance = LogInstance.of(broker)) {
                for (int size : sizes) {
                    instance.accepted("c:a", null, payload(size));
                }
            }
            broker.stop();
            broker.start();
            try (LogInstance instance = LogInstance.of(broker)) {
                for (int i = 0; i < sizes.length; i++) {
                    assertThat(instance.read.payloads(0).get(i)).hasSize(sizes[i] + 2);
                }
            }
        }
    }

    /** It would have failed to commit, and been given to the next leader, for ever. */
    @Test
    void eventThatWouldFillTheRingIsRefusedAndStopsNothing() {
        try (TestBroker broker = TestBroker.up(LogShapes.shape(1, 1_000, MIB, 120_000));
                LogInstance instance = LogInstance.of(broker)) {
            assertThat(LogInstance.get(instance.publish("c:a", null, payload(3 << 20))))
                    .isEqualTo(new PublishOutcome.TooLarge());
            instance.accepted("c:a", null, "1");
            assertThat(instance.read.payloads(0)).containsExactly("1");
        }
    }

    private static String payload(int size) {
        return "\"" + "x".repeat(size) + "\"";
    }
}
