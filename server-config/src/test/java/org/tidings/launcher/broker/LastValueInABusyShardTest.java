package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.tidings.log.ChannelStorage;
import org.tidings.log.Event;
import org.tidings.log.LogGroups;
import org.tidings.log.LogShard;
import org.tidings.log.PublishOutcome;

/** The ring passes a value again and again, and whoever saw it published is gone: the log alone knows it. */
class LastValueInABusyShardTest {

    private static final int RING = 200;
    private static final LogGroups LOGS = LogGroups.of(LogShapes.ring(RING));
    private static final ChannelStorage STORAGE = new ChannelStorage() {
        @Override
        public String group(String channel) {
            return LogShard.MAIN;
        }

        @Override
        public boolean keepsLast(String channel) {
            return channel.startsWith("value:");
        }
    };

    @Test
    void everyInstanceThatComesLaterFindsItWhoeverLedMeanwhile() {
        try (TestBroker broker = TestBroker.up(LOGS)) {
            long value;
            try (LogInstance first = LogInstance.of(broker.url(), LOGS, STORAGE)) {
                first.accepted("value:a", null, "\"old\"");
                value = first.accepted("value:a", null, "\"new\"");
                publishRings(first);
            }
            broker.stop();
            broker.start();
            for (int generation = 0; generation < 2; generation++) {
                try (LogInstance next = LogInstance.of(broker.url(), LOGS, STORAGE)) {
                    assertThat(next.read.retainedFrom(0)).isGreaterThan(value);
                    Event kept = next.read.kept(0, "value:a");
                    assertThat(kept.seq()).isEqualTo(value);
                    assertThat(kept.payload()).isEqualTo("\"new\"");
                    assertThat(kept.epoch()).isEqualTo(next.read.epoch(0));
                    assertThat(next.read.holes(0)).isEmpty();
                    publishRings(next);
                }
            }
        }
    }

    /** Never as much at once as the ring holds: it would overtake the reader. */
    private static void publishRings(LogInstance instance) {
        for (int round = 0; round < 3 * RING / 100; round++) {
            List<CompletableFuture<PublishOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                outcomes.add(instance.publish("busy:a", null, "1"));
            }
            assertThat(outcomes).map(LogInstance::get).hasOnlyElementsOfType(PublishOutcome.Accepted.class);
        }
    }
}
