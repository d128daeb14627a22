package org.tidings.log;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.lang.System.Logger;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Sends records, a transaction for each batch. Confined to its own thread but for {@link #send}. */
final class RecordSender extends BrokerThread {

    private static final Logger LOG = System.getLogger(RecordSender.class.getName());

    private static final long TAKE_MILLIS = 250;

    private final String address;
    /** Those who wait for theirs hand over one after the other: never many. */
    private final BlockingQueue<Batch> batches = new LinkedBlockingQueue<>();

    private record Batch(List<String> records, CompletableFuture<Void> sent) {}

    RecordSender(String address, BrokerConnector connector) {
        super("tidings-audit-sender", LOG, connector);
        this.address = address;
    }

    /** Safe on any thread. */
    CompletableFuture<Void> send(List<String> records) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        batches.add(new Batch(records, sent));
        return sent;
    }

    @Override
    void serve(Connection connection) throws JMSException, InterruptedException {
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            MessageProducer producer = session.createProducer(session.createQueue(address));
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            while (!closed()) {
                Batch batch = batches.poll(TAKE_MILLIS, TimeUnit.MILLISECONDS);
                connected();
                if (batch != null && !batch.sent().isDone()) {
                    send(batch, session, producer);
                }
            }
        }
    }

    private static void send(Batch batch, Session session, MessageProducer producer) throws JMSException {
        try {
            for (String each : batch.records()) {
                producer.send(session.createTextMessage(each));
            }
            session.commit();
            batch.sent().complete(null);
        } catch (JMSException e) {
            batch.sent().completeExceptionally(e);
            throw e;
        }
    }
}
