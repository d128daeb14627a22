package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.log.PublishOutcome;
import org.tidings.testkit.Await;

/** What nobody keeps gets lost without a word, comes twice or in another order, or is written to the disk after all. */
class EphemeralEventsTest {

    private static final String CHANNEL = "cursor:a";
    private static final String KILOBYTE = "x".repeat(1_000);

    private final TestBroker broker = TestBroker.up(LogShapes.shards(1));
    private final LiveInstance a = LiveInstance.of(broker);
    private final LiveInstance b = LiveInstance.of(broker);

    @AfterEach
    void close() {
        a.close();
        b.close();
        broker.close();
    }

    @Test
    void eachComesOnceInItsPublishersOrderToAllInstances() {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            a.handOver(CHANNEL, "a" + i);
            sent.add("a" + i);
            if (i % 5 == 0) {
                b.handOver(CHANNEL, "b" + i);
            }
        }
        b.awaitHeard("a4999");
        a.awaitHeard("b4995");

        for (LiveInstance instance : List.of(a, b)) {
            assertThat(instance.heard).filteredOn(text -> text.startsWith("a")).isEqualTo(sent);
            assertThat(instance.heard)
                    .filteredOn(text -> text.startsWith("b"))
                    .hasSize(1_000)
                    .isSortedAccordingTo((one, other) -> Integer.compare(number(one), number(other)));
            assertThat(instance.lost).hasValue(0);
        }
    }

    private static int number(String text) {
        return Integer.parseInt(text.substring(1));
    }

    @Test
    void nothingIsWrittenToTheDisk() throws Exception {
        long before = journalRecords();
        for (int i = 0; i < 1_000; i++) {
            a.handOver(CHANNEL, "\"" + "x".repeat(i) + "\"");
        }
        a.handOver(CHANNEL, "last");
        b.awaitHeard("last");

        assertThat(journalRecords()).isEqualTo(before);
        assertThat(broker.messages().resolveSibling("large")).isEmptyDirectory();
    }

    private long journalRecords() throws Exception {
        return broker.server().getStorageManager().getMessageJournal().getNumberOfRecords();
    }

    @Test
    void whatIsTooLongForTheBrokersMemoryIsRefused() {
        assertThat(a.send(CHANNEL, "x".repeat(100_000))).isInstanceOf(PublishOutcome.TooLarge.class);
    }

    @Test
    void whileTheBrokerIsAwayItsPublisherIsToldAndWhatWasTakenBeforeIsMissed() {
        a.handOver(CHANNEL, "before");
        b.awaitHeard("before");
        broker.stop();
        Await.await(
                () -> a.send(CHANNEL, "meanwhile") instanceof PublishOutcome.Unavailable,
                "the broker is away and events are taken");
        int taken = a.heard.size();
        assertThat(a.dropped("unreachable")).isOne();
        assertThat(a.send(CHANNEL, "later")).isInstanceOf(PublishOutcome.Unavailable.class);
        assertThat(a.heard).as("what was refused").hasSize(taken);
        broker.start();
        a.handOver(CHANNEL, "after");

        awaitEverythingHeardOrMissed();
        assertThat(a.heard).contains("after");
        assertThat(b.heard).doesNotContain("meanwhile");
    }

    /** Also the last ones, behind which no event follows that would show it: the sender tells its count when it is quiet. */
    @Test
    void whatAFullBrokerDropsIsMissedByCount() {
        a.handOver(CHANNEL, "first");
        b.awaitHeard("first");
        broker.server().getAddressSettingsRepository().addMatch("live.#", limitedTo(3_000_000));
        try (FaultyLink link = new FaultyLink(broker);
                LiveInstance frozen = LiveInstance.by(link, broker)) {
            link.freeze();
            for (int i = 0; i < 200; i++) {
                a.handOver(CHANNEL, KILOBYTE.repeat(40));
            }
            link.thaw();
            awaitEverythingHeardOrMissed();
            assertThat(b.lost).hasPositiveValue();
            assertThat(frozen.heard.size()).isLessThan(200);
        }
    }

    private AddressSettings limitedTo(long bytes) {
        AddressSettings usual = broker.server().getAddressSettingsRepository().getMatch("live.0");
        return new AddressSettings(usual).setMaxSizeBytes(bytes);
    }

    /** Whoever froze filled the address that all share, and then everybody lost everything until the broker gave it up. */
    @Test
    void oneThatFrozeLosesItsOwnAlone() {
        try (FaultyLink link = new FaultyLink(broker);
                LiveInstance frozen = LiveInstance.by(link, broker)) {
            link.freeze();
            for (int sent = 1; sent <= 1_000; sent++) {
                a.handOver(CHANNEL, KILOBYTE.repeat(40));
                int soFar = sent;
                if (sent % 20 == 0) {
                    Await.await(() -> b.heard.size() + b.lost.get() == soFar, "b neither hears nor misses it");
                }
            }
            assertThat(b.lost).hasValue(0);
            assertThat(frozen.heard).isEmpty();
        }
    }

    @Test
    void aFullQueueIsToldToThePublisher() {
        try (FaultyLink link = new FaultyLink(broker);
                LiveInstance cutOff = LiveInstance.by(link, broker)) {
            link.freeze();
            Await.await(
                    () -> cutOff.send(CHANNEL, KILOBYTE.repeat(50)) instanceof PublishOutcome.Overloaded,
                    "all is taken though nothing gets through");
            assertThat(cutOff.dropped("full")).isOne();
        }
    }

    private void awaitEverythingHeardOrMissed() {
        Await.await(
                Await.PATIENCE,
                () -> b.heard.size() + b.lost.get() == a.heard.size(),
                () -> "of " + a.heard.size() + " b heard " + b.heard.size() + " and was told of " + b.lost.get());
        assertThat(b.dropped("hole")).isEqualTo(b.lost.get());
    }
}
