package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.control.Announcement;
import org.tidings.control.Attendance;
import org.tidings.control.PresenceExchange;
import org.tidings.control.PresenceMessage;
import org.tidings.control.SnapshotRequest;
import org.tidings.log.BrokerConnector;
import org.tidings.log.JmsPresenceExchange;
import org.tidings.testkit.Await;

/** An instance does not hear what another says, or hears it in another order, or does not notice that it was cut off. */
class PresenceIsExchangedTest {

    private final TestBroker broker = TestBroker.up(LogShapes.shards(1));
    private final Instance a = new Instance(1);
    private final Instance b = new Instance(2);

    private final class Instance implements AutoCloseable, PresenceExchange.Party {
        private final long incarnation;
        private final List<PresenceMessage> unsaid = new ArrayList<>();
        private final List<PresenceMessage> heard = new CopyOnWriteArrayList<>();
        private final AtomicInteger connections = new AtomicInteger();
        private final BrokerConnector connector =
                new BrokerConnector(new BrokerConnector.Endpoint(broker.url(), null, null, null));
        private final JmsPresenceExchange exchange =
                new JmsPresenceExchange(connector, Thread::new, new SimpleMeterRegistry());

        Instance(long incarnation) {
            this.incarnation = incarnation;
            exchange.start(this);
        }

        synchronized void say(PresenceMessage message) {
            unsaid.add(message);
        }

        @Override
        public void connected() {
            connections.incrementAndGet();
        }

        @Override
        public void heard(PresenceMessage message) {
            heard.add(message);
        }

        @Override
        public synchronized List<PresenceMessage> due() {
            List<PresenceMessage> due = List.copyOf(unsaid);
            unsaid.clear();
            return due;
        }

        @Override
        public List<PresenceMessage> farewell() {
            return List.of(new Announcement(incarnation, Long.MAX_VALUE, 0, false, false, true, List.of()));
        }

        List<Long> heardNumbers() {
            return heard.stream()
                    .filter(Announcement.class::isInstance)
                    .map(message -> ((Announcement) message).number())
                    .toList();
        }

        @Override
        public void close() {
            exchange.close();
            connector.close();
        }
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
        broker.close();
    }

    @Test
    void allIsHeardAsItWasSaidAndByTheSpeakerToo() {
        awaitConnections(1);
        List<PresenceMessage> said = new ArrayList<>();
        said.add(new SnapshotRequest(1, SnapshotRequest.EVERYONE));
        List<Attendance> many = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            many.add(new Attendance("chat:1", "user-" + i, i % 3, 1_700_000_000_000L + i, "{\"n\":\"é" + i + "\"}"));
        }
        many.add(Attendance.gone("chat:2", "gone"));
        many.add(new Attendance("chat:2", "bare", 1, 7, null));
        said.add(new Announcement(1, 1, 1_700_000_000_000L, true, false, false, many));
        said.add(new Announcement(1, 2, 1_700_000_000_001L, false, true, false, List.of()));
        said.forEach(a::say);
        Await.await(() -> a.heard.size() == 3 && b.heard.size() == 3, "not all was heard");

        assertThat(b.heard).isEqualTo(said);
        assertThat(a.heard).isEqualTo(said);
    }

    @Test
    void thousandsComeInTheirOrder() {
        awaitConnections(1);
        for (int i = 1; i <= 2_000; i++) {
            a.say(new Announcement(1, i, 0, false, false, false, List.of()));
        }
        Await.await(() -> b.heard.size() == 2_000, "not all was heard");

        assertThat(b.heardNumbers()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aBrokerThatWasAwayIsNoticedAndTheOthersAreHeardAgain() {
        awaitConnections(1);
        broker.stop();
        broker.start();
        awaitConnections(2);
        a.say(new Announcement(1, 5, 0, false, false, false, List.of()));
        Await.await(() -> b.heardNumbers().contains(5L), "not heard");

        assertThat(b.heardNumbers()).containsExactly(5L);
    }

    @Test
    void aFarewellIsTheLastThatIsHeard() {
        awaitConnections(1);
        a.close();
        Await.await(() -> !b.heard.isEmpty(), "no farewell");

        assertThat(b.heard).containsExactly(new Announcement(1, Long.MAX_VALUE, 0, false, false, true, List.of()));
    }

    private void awaitConnections(int count) {
        Await.await(() -> a.connections.get() >= count && b.connections.get() >= count, "not connected");
    }
}
