package org.tidings.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidings.history.ShardHistory;
import org.tidings.history.StoredEvent;
import org.tidings.namespace.NamespaceFiles;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.namespace.Retention;

/** Nobody keeps them, so what a slow reader cannot take must be thrown away, and what it costs to keep the newest must be bounded. */
class SlowReaderOfEphemeralEventsTest {

    private static final int BYTES = 10;

    private final ShardFeed feed =
            new ShardFeed(0, new ShardHistory(channel -> Retention.ALL, System::currentTimeMillis));
    private final RecordingOutlet outlet = new RecordingOutlet();
    private int published;

    @BeforeEach
    void newLog() {
        feed.newEpoch("k1", 1);
    }

    private Subscription subscribe(String options) {
        NamespaceOptions namespace = NamespaceFiles.options("{'durability':'ephemeral'," + options + "}");
        Subscription subscription = feed.subscription("ns:a", outlet, namespace);
        feed.attach(subscription, new StartFrom.Now(), attached -> {});
        return subscription;
    }

    private void publish(String symbol) {
        published++;
        Map<String, String> headers = symbol == null ? Map.of() : Map.of("symbol", symbol);
        feed.ephemeral("ns:a", new StoredEvent(0, 0, 0, symbol + published, BYTES, headers, 0, 4));
    }

    private void readsOn() {
        outlet.room = Integer.MAX_VALUE;
        for (Subscription next = outlet.nextBehind(); next != null; next = outlet.nextBehind()) {
            assertThat(feed.catchUp(next)).isTrue();
        }
    }

    private static String gap(String reason, int count) {
        return "{\"v\":1,\"type\":\"event\",\"action\":\"gap\",\"channel\":\"ns:a\",\"payload\":{\"count\":" + count
                + ",\"reason\":\"" + reason + "\"}}";
    }

    @Test
    void hearsHowManyWereDroppedBeforeTheNext() {
        subscribe("'slow':'drop'");
        outlet.room = 1;
        for (int i = 0; i < 4; i++) {
            publish(null);
        }
        readsOn();
        publish(null);
        assertThat(outlet.received()).containsExactly("null1", gap("dropped", 3), "null5");
    }

    @Test
    void getsTheNewestOfEachKeyInTheOrderInWhichTheyCame() {
        subscribe("'slow':'conflate','conflate-by':'symbol'");
        outlet.room = 1;
        publish("A");
        publish("A");
        publish("B");
        publish(null);
        publish("A");
        assertThat(outlet.held).as("A, B and the one without a key").isEqualTo(3 * BYTES);
        readsOn();
        publish("C");
        assertThat(outlet.received()).containsExactly("A1", gap("conflated", 1), "B3", "null4", "A5", "C6");
        assertThat(outlet.held).isZero();
    }

    @Test
    void whatTheNewestTakeIsBoundedAndTheRestDropped() {
        subscribe("'slow':'conflate','conflate-by':'symbol'");
        outlet.room = 0;
        outlet.mayHold = 2 * BYTES;
        publish("A");
        publish("B");
        publish("C");
        publish("A");
        readsOn();
        assertThat(outlet.received()).containsExactly(gap("conflated", 1), gap("dropped", 1), "B2", "A4");
    }

    @Test
    void whatIsKeptForOneWhoLeavesIsNotKeptAnyMore() {
        Subscription leaving = subscribe("'slow':'conflate','conflate-by':'symbol'");
        outlet.room = 0;
        publish("A");
        feed.detach(leaving);
        assertThat(outlet.held).isZero();
    }

    @Test
    void isDisconnectedOnceWhereItsNamespaceSaysSo() {
        Subscription slow = subscribe("'slow':'disconnect'");
        outlet.room = 0;
        publish("A");
        publish("B");
        assertThat(outlet.tooSlow).containsExactly(slow);
        assertThat(outlet.received()).isEmpty();
    }
}
