package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tidings.log.ChannelStorage;
import org.tidings.log.Event;
import org.tidings.log.FormerLeader;
import org.tidings.log.LogGroups;
import org.tidings.log.LogShard;
import org.tidings.log.PublishOutcome;
import org.tidings.testkit.Await;

/**
 * Publishes that wait travel in one message, and events stand many in an entry: what is cut off, erased or read by a leader of a
 * former version must not take others with it.
 */
class BatchesAtTheBrokerTest {

    private static final int EVENTS = 1_200;
    private static final String ALICE = "inbox:alice";

    private static final ChannelStorage INBOXES = new ChannelStorage() {
        @Override
        public String group(String channel) {
            return LogShard.MAIN;
        }

        @Override
        public boolean erasable(String channel) {
            return channel.startsWith("inbox:");
        }
    };

    /** Alternately, all at once: every fourth event is Alice's. */
    private static void publish(LogInstance instance) {
        List<CompletableFuture<PublishOutcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            outcomes.add(instance.publish(i % 4 == 0 ? ALICE : "c:" + i % 4, null, Integer.toString(i)));
        }
        assertThat(outcomes).allMatch(outcome -> LogInstance.get(outcome) instanceof PublishOutcome.Accepted);
    }

    private static int erase(LogInstance instance) throws Exception {
        return instance.log().erase(ALICE).toCompletableFuture().get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static List<String> payloads(int count, IntPredicate which) {
        return IntStream.range(0, count)
                .filter(which)
                .mapToObj(Integer::toString)
                .toList();
    }

    @Test
    void oneChannelIsErasedFromAmongTheOthersAndNothingElse() throws Exception {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1))) {
            LogGroups logs = broker.logs();
            try (LogInstance a = LogInstance.of(broker.url(), logs, INBOXES)) {
                publish(a);
                assertThat(erase(a)).isEqualTo(EVENTS / 4);
                long last = a.accepted("c:1", null, "behind it");
                a.awaitPosition(0, last);
            }
            broker.stop();
            broker.start();
            try (LogInstance later = LogInstance.of(broker.url(), logs, INBOXES)) {
                assertThat(later.read.holes(0)).isEmpty();
                List<String> left = new ArrayList<>(payloads(EVENTS, i -> i % 4 != 0));
                left.add("behind it");
                assertThat(later.read.payloads(0)).isEqualTo(left);
            }
        }
    }

    /** A namespace is made an inbox when its events stand among others' already. */
    @Test
    void whatSharesItsEntryIsNotSaidToBeErased() throws Exception {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                LogInstance a = LogInstance.of(broker)) {
            publish(a);
            assertThat(broker.queue("log-0").getMessageCount()).as("entries").isLessThan(EVENTS / 2);
            assertThatThrownBy(() -> erase(a)).hasMessageContaining("share entries of the log");
            try (LogInstance later = LogInstance.of(broker)) {
                assertThat(later.read.holes(0)).isEmpty();
                assertThat(later.read.payloads(0).stream().filter(payload -> Integer.parseInt(payload) % 4 != 0))
                        .containsExactlyElementsOf(payloads(EVENTS, i -> i % 4 != 0));
            }
        }
    }

    /** It resumes at the last entry that it has read, by that entry's last position. */
    @Test
    void aTailThatIsCutOffAmongBatchesMissesNothing() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                FaultyLink link = new FaultyLink(broker);
                LogInstance there = LogInstance.of(broker);
                LogInstance cut = LogInstance.of(link.url(), broker.settings())) {
            Publisher publisher = Publisher.start(there, "p", "c:a", 3_000);
            for (int i = 1; i <= 5; i++) {
                publisher.awaitPublished(i * 500);
                link.cut();
                link.mend();
            }
            publisher.finish();
            cut.awaitEvents(0, 3_000);
            publisher.assertInOrder(cut.read.events(0));
            assertThat(cut.read.events(0)).isEqualTo(there.read.events(0));
            assertThat(cut.read.holes(0)).isEmpty();
        }
    }

    /** In a rolling upgrade, or one that is taken back: what it could not read it has put to the dead letters. */
    @Test
    void aLeaderOfAFormerVersionComesAndGoes() throws Exception {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1))) {
            LogInstance leader = LogInstance.of(broker);
            try (FormerLeader former = new FormerLeader(broker.url(), broker.settings());
                    LogInstance instance = LogInstance.of(broker)) {
                Publisher publisher = Publisher.start(instance, "p", "c:a", 4_000);
                publisher.awaitPublished(1_000);
                leader.close();
                Await.await(
                        Await.PATIENCE,
                        () -> former.sequenced() > 300,
                        () -> former.sequenced() + " sequenced, " + former.refused() + " refused");
                former.leave();
                publisher.finish();
                publisher.assertInOrder(instance.read.events(0));
                assertThat(instance.read.events(0)).extracting(Event::messageId).doesNotHaveDuplicates();
                assertThat(instance.read.holes(0)).isEmpty();
                assertThat(instance.count("tidings.log.sequenced")).isPositive();
            } finally {
                leader.close();
            }
        }
    }
}
