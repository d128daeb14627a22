package org.tidings.distribution;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.tidings.testkit.Await;
import org.tidings.testkit.WireEnvelope;

/** The records of all instances, as an application fetches them from the broker's queue. Thread-safe. */
final class FetchedAudit implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final ActiveMQConnectionFactory broker;
    private final JMSContext context;

    FetchedAudit(String brokerUrl) throws JMSException {
        broker = new ActiveMQConnectionFactory(brokerUrl);
        context = broker.createContext();
        context.createConsumer(context.createQueue("audit")).setMessageListener(record -> {
            try {
                lines.add(((TextMessage) record).getText());
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** The record that holds all of these, as soon as there is one. */
    String awaitLine(String... parts) {
        Await.await(() -> find(parts).findAny().isPresent(), "no record with " + List.of(parts));
        return find(parts).findFirst().orElseThrow();
    }

    void awaitLines(int count, String... parts) {
        Await.await(() -> find(parts).count() >= count, "not " + count + " records with " + List.of(parts));
    }

    /** The record of a decision that a client was told. */
    String awaitDecision(WireEnvelope error) {
        return awaitLine("\"decision\":\"" + error.payload().getString("decision") + "\"");
    }

    private Stream<String> find(String... parts) {
        return lines.stream().filter(line -> Stream.of(parts).allMatch(line::contains));
    }

    @Override
    public void close() {
        context.close();
        broker.close();
    }
}
