package org.tidings.launcher.broker;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.tidings.log.BrokerConnector;
import org.tidings.log.JmsLiveEvents;
import org.tidings.log.LiveEvent;
import org.tidings.log.LiveReader;
import org.tidings.log.Publication;
import org.tidings.log.PublishOutcome;
import org.tidings.testkit.Await;

/** The live events of one instance, with a record of what it heard. */
final class LiveInstance implements AutoCloseable, LiveReader {

    final List<String> heard = new CopyOnWriteArrayList<>();
    final AtomicLong lost = new AtomicLong();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final BrokerConnector connector;
    private final JmsLiveEvents events;

    /** Perhaps not at the broker yet. */
    LiveInstance(String url, int shards) {
        connector = new BrokerConnector(new BrokerConnector.Endpoint(url, null, null, null));
        events = new JmsLiveEvents(shards, connector, Thread::new, meters);
        events.start(this);
    }

    static LiveInstance of(TestBroker broker) {
        return ready(broker.url(), broker);
    }

    static LiveInstance by(FaultyLink link, TestBroker broker) {
        return ready(link.url(), broker);
    }

    private static LiveInstance ready(String url, TestBroker broker) {
        LiveInstance instance = new LiveInstance(url, broker.settings().shards());
        instance.awaitReady();
        return instance;
    }

    void awaitReady() {
        Await.await(Await.PATIENCE, () -> events.obstacles().isEmpty(), () -> "not ready: " + events.obstacles());
    }

    @Override
    public void live(LiveEvent event) {
        heard.add(event.publication().payload());
    }

    @Override
    public void lost(int shard, long count) {
        lost.addAndGet(count);
    }

    PublishOutcome send(String channel, String payload) {
        return events.send(new Publication(channel, "tester", null, payload, Map.of(), 0, 4));
    }

    /** As soon as there is room for it. */
    void handOver(String channel, String payload) {
        Await.await(
                Await.PATIENCE,
                () -> send(channel, payload) instanceof PublishOutcome.HandedOver,
                () -> payload + " is not taken");
    }

    List<String> obstacles() {
        return events.obstacles();
    }

    double dropped(String reason) {
        return meters.get("tidings.ephemeral.dropped")
                .tag("reason", reason)
                .counter()
                .count();
    }

    void awaitHeard(String payload) {
        Await.await(Await.PATIENCE, () -> heard.contains(payload), () -> payload + " did not come");
    }

    @Override
    public void close() {
        events.close();
        connector.close();
    }
}
