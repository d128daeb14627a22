package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidings.launcher.broker.RecordedLog.Epoch;
import org.tidings.log.Event;
import org.tidings.testkit.Await;

/**
 * Law 11: a broker comes back with an older state, from a backup or without a disk. What was lost cannot come back, but nobody
 * may take the new events for the old ones at the same positions.
 */
class RestoredJournalGetsNewEpochTest {

    @Test
    void instanceThatOutlivesTheRestoreIsToldOfANewEpochBeforeTheNextEvent() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                LogInstance instance = LogInstance.of(broker)) {
            instance.accepted("c:a", null, "kept");
            Path backup = backUp(broker);
            long lost = instance.accepted("c:a", null, "lost");
            broker.stop();
            broker.restore(backup);
            broker.start();
            long next = instance.accepted("c:a", null, "next");
            assertThat(next).isLessThan(lost + 3);
            assertThat(instance.read.payloads(0)).containsExactly("kept", "lost", "next");
            assertNewEpoch(instance);
        }
    }

    /**
     * The leader is an instance that has seen nothing of the lost events: it goes on in the old epoch, at positions that the
     * other instance had read already. That one took the new events for known ones and swallowed them.
     */
    @Test
    void leaderThatKnowsNothingOfTheLostEventsIsToldByThoseWhoDo() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                FaultyLink link = new FaultyLink(broker);
                LogInstance witness = LogInstance.of(link.url(), broker.settings())) {
            witness.accepted("c:a", null, "kept");
            link.cut();
            Path backup = backUp(broker);
            link.mend();
            for (int i = 0; i < 20; i++) {
                witness.accepted("c:a", null, "lost");
            }
            link.cut();
            broker.stop();
            broker.restoreUnnoticed(backup);
            broker.start();
            try (LogInstance newcomer = LogInstance.of(broker)) {
                for (int i = 0; i < 30; i++) {
                    newcomer.accepted("c:a", null, "unseen " + i);
                }
                String oldEpoch = newcomer.read.epoch(0);
                assertThat(oldEpoch).isEqualTo(witness.read.epoch(0));
                link.mend();
                Await.await(
                        () -> !witness.read.epoch(0).equals(oldEpoch)
                                && witness.read.epoch(0).equals(newcomer.read.epoch(0)),
                        "no new epoch for both");
                witness.awaitReady();
                long after = newcomer.accepted("c:a", null, "after");
                witness.awaitPosition(0, after);
                assertThat(witness.read.payloads(0)).endsWith("lost", "after");
                Epoch told = witness.read.epochs(0).get(1);
                long firstUnseen = newcomer.read.events(0).stream()
                        .filter(event -> event.payload().equals("unseen 0"))
                        .mapToLong(Event::seq)
                        .findFirst()
                        .orElseThrow();
                // What the witness holds from there on is not in the log.
                assertThat(told.from()).isLessThanOrEqualTo(firstUnseen);
                assertThat(newcomer.read.epochs(0)).hasSize(2);
            }
        }
    }

    /**
     * Nobody was running who had read further than the backup: the epoch stayed, and clients with positions from beyond it took
     * new events for old ones.
     */
    @Test
    void restoreWhileNothingRunsBeginsANewEpochBeforeTheFirstEvent() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(2))) {
            String[] epochs = new String[2];
            Path backup;
            try (LogInstance instance = LogInstance.of(broker)) {
                publishToBoth(instance, "kept");
                epochs[0] = instance.read.epoch(0);
                epochs[1] = instance.read.epoch(1);
                backup = backUp(broker);
                publishToBoth(instance, "lost");
            }
            broker.stop();
            broker.restore(backup);
            broker.start();
            try (LogInstance instance = LogInstance.of(broker)) {
                publishToBoth(instance, "next");
                for (int shard = 0; shard < 2; shard++) {
                    assertThat(instance.read.payloads(shard))
                            .contains("kept", "next")
                            .doesNotContain("lost");
                    assertThat(instance.read.epoch(shard)).isNotEqualTo(epochs[shard]);
                    epochs[shard] = instance.read.epoch(shard);
                    long begins = instance.read.epochs(shard).get(1).from();
                    assertThat(instance.read.events(shard))
                            .filteredOn(event -> event.payload().equals("next"))
                            .allMatch(event -> event.seq() > begins);
                }
            }
            // It is told once, not at every start.
            broker.stop();
            broker.start();
            try (LogInstance instance = LogInstance.of(broker)) {
                assertThat(instance.read.epoch(0)).isEqualTo(epochs[0]);
                assertThat(instance.read.epoch(1)).isEqualTo(epochs[1]);
            }
        }
    }

    private static void publishToBoth(LogInstance instance, String payload) {
        for (int channel = 0; channel < 8; channel++) {
            instance.accepted("c:" + channel, null, payload);
        }
    }

    @Test
    void emptyJournalBeginsANewEpochAtPositionOne() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                LogInstance instance = LogInstance.of(broker)) {
            for (int i = 0; i < 10; i++) {
                instance.accepted("c:a", "m" + i, "lost");
            }
            broker.stop();
            broker.wipe();
            broker.start();
            assertThat(instance.accepted("c:a", "m0", "stored again")).isLessThan(10);
            assertThat(instance.read.payloads(0)).endsWith("lost", "stored again");
            assertNewEpoch(instance);
            assertThat(instance.read.epochs(0).get(1).from()).isEqualTo(1);
        }
    }

    /** A plain restart is no restore. */
    @Test
    void restartOnTheSameJournalKeepsTheEpoch() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                LogInstance instance = LogInstance.of(broker)) {
            instance.accepted("c:a", null, "1");
            broker.stop();
            broker.start();
            instance.accepted("c:a", null, "2");
            assertThat(instance.read.epochs(0)).hasSize(1);
            assertThat(instance.read.payloads(0)).containsExactly("1", "2");
        }
    }

    private static Path backUp(TestBroker broker) {
        broker.stop();
        Path backup = broker.backUp();
        broker.start();
        return backup;
    }

    private static void assertNewEpoch(LogInstance instance) {
        List<Epoch> epochs = instance.read.epochs(0);
        assertThat(epochs).hasSize(2);
        assertThat(epochs.get(1).name()).isNotEqualTo(epochs.get(0).name());
        assertThat(instance.read.holes(0)).isEmpty();
    }
}
