package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidings.log.BrokerConnector;
import org.tidings.log.JmsTicketStore;
import org.tidings.testkit.Await;

/** A ticket lets two in: on two instances at once, after its end, or because it was hard to find. */
class TicketIsTakenTwiceTest {

    private static final long LIFE_MILLIS = 30_000;

    private final TestBroker broker = TestBroker.up(LogShapes.shards(1));
    private final List<BrokerConnector> connectors = new ArrayList<>();
    private final JmsTicketStore a = store();
    private final JmsTicketStore b = store();

    private JmsTicketStore store() {
        BrokerConnector connector = new BrokerConnector(new BrokerConnector.Endpoint(broker.url(), null, null, null));
        connectors.add(connector);
        return new JmsTicketStore(connector, Thread::new);
    }

    @BeforeEach
    void start() {
        a.start();
        b.start();
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
        connectors.forEach(BrokerConnector::close);
        broker.close();
    }

    private static <T> T get(CompletableFuture<T> answer) throws Exception {
        return answer.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void oneOfTwoInstancesThatAskAtOnceHasIt() throws Exception {
        for (int i = 0; i < 100; i++) {
            String key = "k" + i;
            get(a.put(key, "contents " + i, LIFE_MILLIS));
            CompletableFuture<Optional<String>> onA = a.take(key);
            CompletableFuture<Optional<String>> onB = b.take(key);
            List<String> taken = new ArrayList<>();
            get(onA).ifPresent(taken::add);
            get(onB).ifPresent(taken::add);
            assertThat(taken).containsExactly("contents " + i);
            assertThat(get(b.take(key))).isEmpty();
        }
    }

    @Test
    void whatNeverWasIsNotThere() throws Exception {
        assertThat(get(a.take("forged"))).isEmpty();
    }

    @Test
    void afterItsEndNobodyHasIt() throws Exception {
        get(a.put("k", "contents", 100));
        long end = System.currentTimeMillis() + 150;
        Await.await(Await.PATIENCE, () -> System.currentTimeMillis() > end, () -> "time stands still");
        assertThat(get(b.take("k"))).isEmpty();
    }

    /** The broker looks through the queue a thousand messages at a time, and could say too early that there is none. */
    @Test
    void theLastOfThousandsIsFound() throws Exception {
        int many = 3_000;
        CompletableFuture<?> last = null;
        for (int i = 0; i < many; i++) {
            last = a.put("k" + i, "contents " + i, LIFE_MILLIS);
            if (i % 500 == 0) {
                get(last);
            }
        }
        get(last);
        assertThat(get(b.take("k" + (many - 1)))).contains("contents " + (many - 1));
        assertThat(get(a.take("k" + (many / 2)))).contains("contents " + (many / 2));
        assertThat(get(a.take("k" + many))).isEmpty();
    }

    @Test
    void whileTheBrokerIsAwayNobodyIsToldThatThereIsNone() throws Exception {
        get(a.put("k", "contents", LIFE_MILLIS));
        broker.stop();
        CompletableFuture<Optional<String>> asked = a.take("k");
        assertThatThrownBy(() -> asked.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(Exception.class);
        asked.cancel(false);
        broker.start();
        assertThat(get(a.take("other"))).isEmpty();
    }
}
