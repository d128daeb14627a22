package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.log.BrokerConnector;
import org.tidings.log.JmsMarkTable;
import org.tidings.mark.Mark;
import org.tidings.mark.MarkReader;
import org.tidings.mark.Unmark;
import org.tidings.testkit.Await;

/** What was read counts as unread again: at another instance, after a restart, because of an older mark that came later. */
class ReadMarksAreForgottenTest {

    private static final long LONG = System.currentTimeMillis() + 3_600_000;

    private final TestBroker broker = TestBroker.up(LogShapes.shards(1));
    private final Instance a = new Instance();
    private final Instance b = new Instance();

    /** One instance's table. */
    private final class Instance implements AutoCloseable, MarkReader {
        private final Map<String, Mark> marks = new ConcurrentHashMap<>();
        private final BrokerConnector connector =
                new BrokerConnector(new BrokerConnector.Endpoint(broker.url(), null, null, null));
        private final JmsMarkTable table = new JmsMarkTable(connector, Thread::new, new SimpleMeterRegistry());

        Instance start() {
            table.start(this);
            Await.await(Await.PATIENCE, () -> table.obstacles().isEmpty(), () -> "not ready");
            return this;
        }

        @Override
        public synchronized Mark marked(Mark mark) {
            Mark known = marks.get(mark.key());
            if (known != null && known.isBeyond(mark)) {
                return known;
            }
            marks.put(mark.key(), mark);
            return null;
        }

        @Override
        public void unmarked(Unmark unmark) {
            marks.remove(unmark.key());
        }

        @Override
        public void readAll(Set<String> keys) {
            marks.keySet().retainAll(keys);
        }

        void put(Mark... several) throws Exception {
            table.put(List.of(several)).get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        void await(String key, long seq) {
            Await.await(
                    Await.PATIENCE,
                    () -> marks.containsKey(key) && marks.get(key).seq() == seq,
                    () -> "marks " + marks);
        }

        @Override
        public void close() {
            table.close();
            connector.close();
        }
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
        broker.close();
    }

    private static Mark mark(String channel, String device, long seq) {
        return new Mark(channel, device, device, "k3", seq, 1, LONG);
    }

    @Test
    void everyInstanceKnowsThemAlsoOneThatStartsWhenAllAndTheBrokerBeganAnew() throws Exception {
        a.start();
        b.start();
        for (int seq = 1; seq <= 20; seq++) {
            a.put(mark("inbox:alice", "phone", seq), mark("inbox:alice", null, seq));
        }
        a.put(mark("inbox:bob", null, 7));
        b.await("inbox:alice/phone", 20);
        b.await("inbox:bob", 7);
        a.close();
        b.close();
        broker.stop();
        broker.start();
        try (Instance later = new Instance()) {
            later.start();
            assertThat(later.marks).hasSize(3);
            later.await("inbox:alice", 20);
            later.await("inbox:alice/phone", 20);
            assertThat(broker.queue("marks").getMessageCount())
                    .as("one for each key, and the probe")
                    .isLessThanOrEqualTo(4);
        }
    }

    @Test
    void whatWasAcknowledgedIsOnTheDiskWhenTheBrokerIsKilledWithAll() throws Exception {
        a.start();
        a.put(mark("inbox:alice", null, 5));
        broker.stop();
        assertThatThrownBy(() -> {
                    while (true) {
                        a.table.put(List.of(mark("inbox:alice", null, 6))).get(5, TimeUnit.SECONDS);
                    }
                })
                .as("no mark is confirmed without the broker");
        broker.start();
        b.start();
        assertThat(b.marks.get("inbox:alice").seq()).isGreaterThanOrEqualTo(5);
    }

    /** Of two instances that move a mark at once the later writer need not be the farther one. */
    @Test
    void theFartherOneOfTwoStays() throws Exception {
        a.start();
        b.start();
        a.put(mark("inbox:alice", null, 50));
        b.put(mark("inbox:alice", null, 40));
        b.await("inbox:alice", 50);
        Await.await(
                Await.PATIENCE,
                () -> {
                    try (Instance later = new Instance()) {
                        later.start();
                        return later.marks.get("inbox:alice").seq() == 50;
                    }
                },
                () -> "the nearer mark stayed in the table");
    }

    @Test
    void manyThatWaitAreFewTransactionsAndOnlyTheNewestOfEachKey() throws Exception {
        a.start();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        long before = broker.queue("marks").getMessagesAdded();
        for (int seq = 1; seq <= 2_000; seq++) {
            all.add(a.table.put(List.of(mark("inbox:alice", null, seq))));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        a.await("inbox:alice", 2_000);
        assertThat(broker.queue("marks").getMessagesAdded() - before).isLessThan(500);
    }

    @Test
    void whoIsForgottenIsForgottenEverywhereAndForEver() throws Exception {
        a.start();
        b.start();
        Mark gone = mark("inbox:alice", "phone", 5);
        a.put(gone, mark("inbox:alice", null, 5));
        b.await("inbox:alice/phone", 5);
        b.table.put(List.of(Unmark.of(gone, System.currentTimeMillis()))).get(5, TimeUnit.SECONDS);
        Await.await(Await.PATIENCE, () -> !a.marks.containsKey(gone.key()), () -> "known " + a.marks);
        Await.await(Await.PATIENCE, () -> !b.marks.containsKey(gone.key()), () -> "known " + b.marks);
        try (Instance later = new Instance()) {
            later.start();
            assertThat(later.marks).containsOnlyKeys("inbox:alice");
        }
    }

    @Test
    void theBrokerDropsWhatHasEndedAndWhoReadsAnewKnowsIt() throws Exception {
        a.start();
        a.put(new Mark("inbox:alice", null, null, "k3", 5, 1, System.currentTimeMillis() + 300));
        a.await("inbox:alice", 5);
        Await.await(
                Await.PATIENCE,
                () -> {
                    broker.queue("marks").expireReferences();
                    return broker.queue("marks").getMessageCount() <= 1;
                },
                () -> "the mark stays");
        broker.stop();
        broker.start();
        Await.await(Await.PATIENCE, () -> a.marks.isEmpty(), () -> "known " + a.marks);
    }
}
