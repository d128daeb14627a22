package org.tidings.log;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.lang.System.Logger;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Puts tickets into the broker's queue and takes them out, one after the other. Confined to its own thread but for {@link
 * #put} and {@link #take}.
 *
 * <p>Taking is a transaction, and is answered behind its commit: a message that was received and not committed goes to the
 * next who asks. Tickets travel non-persistent, for a client whose ticket a broker lost asks for another.
 */
final class TicketDesk extends BrokerThread {

    private static final Logger LOG = System.getLogger(TicketDesk.class.getName());

    private static final long TAKE_MILLIS = 250;
    private static final int MAX_WAITING = 1_000;

    private final BlockingQueue<Task> tasks = new ArrayBlockingQueue<>(MAX_WAITING);

    private sealed interface Task {

        CompletableFuture<?> done();

        record Put(String key, String contents, long lifeMillis, CompletableFuture<Void> done) implements Task {}

        record Take(String key, CompletableFuture<Optional<String>> done) implements Task {}
    }

    TicketDesk(BrokerConnector connector) {
        super("tidings-tickets", LOG, connector);
    }

    /** Safe on any thread. */
    CompletableFuture<Void> put(String key, String contents, long lifeMillis) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        add(new Task.Put(key, contents, lifeMillis, done));
        return done;
    }

    /** Safe on any thread. */
    CompletableFuture<Optional<String>> take(String key) {
        CompletableFuture<Optional<String>> done = new CompletableFuture<>();
        add(new Task.Take(key, done));
        return done;
    }

    private void add(Task task) {
        if (!tasks.offer(task)) {
            task.done().completeExceptionally(new RejectedExecutionException("too many wait"));
        }
    }

    @Override
    void serve(Connection connection) throws JMSException, InterruptedException {
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            Queue queue = session.createQueue(LogAddresses.TICKETS);
            MessageProducer producer = session.createProducer(queue);
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            connection.start();
            while (!closed()) {
                Task task = tasks.poll(TAKE_MILLIS, TimeUnit.MILLISECONDS);
                connected();
                if (task != null && !task.done().isDone()) {
                    carryOut(task, session, queue, producer);
                }
            }
        }
    }

    private static void carryOut(Task task, Session session, Queue queue, MessageProducer producer)
            throws JMSException {
        try {
            if (task instanceof Task.Put put) {
                TextMessage ticket = session.createTextMessage(put.contents());
                ticket.setStringProperty(LogAddresses.TICKET_PROPERTY, put.key());
                producer.setTimeToLive(put.lifeMillis());
                producer.send(ticket);
                session.commit();
                put.done().complete(null);
            } else if (task instanceof Task.Take take) {
                take.done().complete(take(take.key(), session, queue));
            }
        } catch (JMSException e) {
            task.done().completeExceptionally(e);
            throw e;
        }
    }

    private static Optional<String> take(String key, Session session, Queue queue) throws JMSException {
        String selector = LogAddresses.TICKET_PROPERTY + " = '" + key + "'";
        try (MessageConsumer consumer = session.createConsumer(queue, selector)) {
            // Asks the broker, which looks through the whole queue before it answers that there is none.
            Message ticket = consumer.receiveNoWait();
            session.commit();
            return ticket instanceof TextMessage text ? Optional.of(text.getText()) : Optional.empty();
        }
    }
}
