package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.tidings.log.LogSettings;
import org.tidings.log.PublishOutcome;
import org.tidings.testkit.Await;

/** Law 7: a full address would refuse every send for ever, so the leader removes the oldest entries before. */
class FullRingBytesAreTrimmedTest {

    private static final long MIB = 1L << 20;
    private static final LogSettings SMALL = LogShapes.shape(1, 50_000, 4 * MIB, 120_000);

    @Test
    void publishingGoesOnForManyRingsAndTheAddressStaysBelowTheRing() {
        String payload = "\"" + "x".repeat(60_000) + "\"";
        try (TestBroker broker = TestBroker.up(SMALL);
                LogInstance instance = LogInstance.of(broker)) {
            long most = 0;
            for (int round = 0; round < 20; round++) {
                List<CompletableFuture<PublishOutcome>> outcomes = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    outcomes.add(instance.publish("c:big", null, payload));
                }
                assertThat(outcomes).map(LogInstance::get).hasOnlyElementsOfType(PublishOutcome.Accepted.class);
                most = Math.max(most, broker.addressBytes("log.0"));
            }
            assertThat(most).isBetween(2 * MIB, 4 * MIB);
            assertThat(instance.read.holes(0)).isEmpty();
            assertThat(instance.read.count(0)).isEqualTo(1_000);

            // Who comes later finds the same lower edge: nobody promises what another cannot give.
            try (LogInstance late = LogInstance.of(broker)) {
                late.awaitPosition(0, instance.read.position(0));
                assertThat(late.read.retainedFrom(0)).isEqualTo(instance.read.retainedFrom(0));
            }
        }
    }

    /** The law's own measure: 100,000 events of 60 KB through a ring of the default size, 6 GB. Minutes; -Dtidings.test.long=true. */
    @Test
    @EnabledIfSystemProperty(named = "tidings.test.long", matches = "true")
    void hundredThousandEventsOf60KbThroughARingOfTheDefaultSize() {
        String payload = "\"" + "x".repeat(60_000) + "\"";
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                LogInstance instance = LogInstance.of(broker)) {
            long most = 0;
            for (int round = 0; round < 1_000; round++) {
                List<CompletableFuture<PublishOutcome>> outcomes = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    outcomes.add(instance.publish("c:big", null, payload));
                }
                assertThat(outcomes).map(LogInstance::get).hasOnlyElementsOfType(PublishOutcome.Accepted.class);
                most = Math.max(most, broker.addressBytes("log.0"));
                instance.read.forgetEvents(0);
            }
            assertThat(instance.read.holes(0)).isEmpty();
            assertThat(most).isLessThan(2 * broker.settings().ringBytes());
        }
    }

    /** A probe stands outside the sequence: it was never trimmed, and every takeover left one more in a ring bounded by bytes. */
    @Test
    void probesOfManyTakeoversAreTrimmedToo() {
        String payload = "\"" + "x".repeat(60_000) + "\"";
        try (TestBroker broker = TestBroker.up(SMALL);
                FaultyLink link = new FaultyLink(broker);
                LogInstance instance = LogInstance.of(link.url(), SMALL)) {
            for (int takeover = 0; takeover < 5; takeover++) {
                link.cut();
                link.mend();
                Publisher.start(instance, "p" + takeover, "c:a", 1).finish();
            }
            for (int i = 0; i < 70; i++) {
                instance.accepted("c:big", null, payload);
            }
            // One entry a position, and nothing beside.
            Await.await(
                    () -> broker.queue("log-0").getMessageCount()
                            == instance.read.position(0) - instance.read.retainedFrom(0) + 1,
                    "more is retained than entries");
        }
    }

    /**
     * A log that was filled before its leader could trim it, for instance under an older limit, took nothing more, not even
     * the probe of a new leader, who alone could have trimmed it.
     */
    @Test
    void newLeaderMakesRoomInALogThatIsFullAlready() {
        String payload = "\"" + "x".repeat(60_000) + "\"";
        LogSettings large = LogShapes.shape(1, 50_000, 16 * MIB, 120_000);
        try (TestBroker broker = TestBroker.up(large)) {
            try (LogInstance instance = LogInstance.of(broker)) {
                for (int i = 0; i < 150; i++) {
                    instance.accepted("c:big", null, payload);
                }
            }
            broker.stop();
            broker.reshape(LogShapes.shape(1, 50_000, MIB, 120_000));
            broker.start();
            try (LogInstance instance = LogInstance.of(broker)) {
                instance.accepted("c:big", null, payload);
                assertThat(broker.addressBytes("log.0")).isLessThan(2 * MIB);
            }
        }
    }
}
