package org.tidings.log;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.lang.System.Logger;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Sends this instance's questions. They are worth nothing once nobody waits for them: not persistent, and they expire. Confined to
 * its own thread but for {@link #send}.
 */
final class QuestionSender extends BrokerThread {

    private static final Logger LOG = System.getLogger(QuestionSender.class.getName());

    private static final long TAKE_MILLIS = 250;
    private static final long PAUSE_MILLIS = 10;

    private final String address;
    private final long lifeMillis;
    private final Supplier<Destination> replyTo;
    private final Predicate<String> waits;
    private final BlockingQueue<Question> questions;
    /** Taken, and not sent yet: it goes with the next connection if this one breaks. Null for none. Confined to this thread. */
    private Question next;

    private record Question(String id, String text) {}

    /**
     * @param address the queue of whoever answers
     * @param maxWaiting questions that may wait for an answer at once
     * @param replyTo where answers are read; null while they are not
     * @param waits whether the question of an id still waits for its answer
     */
    QuestionSender(
            String address,
            long lifeMillis,
            int maxWaiting,
            BrokerConnector connector,
            Supplier<Destination> replyTo,
            Predicate<String> waits) {
        super("tidings-questions", LOG, connector);
        this.address = address;
        this.lifeMillis = lifeMillis;
        this.replyTo = replyTo;
        this.waits = waits;
        this.questions = new LinkedBlockingQueue<>(maxWaiting);
    }

    /** Safe on any thread. */
    void send(String id, String text) {
        Question question = new Question(id, text);
        if (!questions.offer(question)) {
            // While the broker is away those for which nobody waits any more stay here; without them there is room.
            questions.removeIf(each -> !waits.test(each.id()));
            questions.offer(question);
        }
    }

    @Override
    void serve(Connection connection) throws JMSException, InterruptedException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            MessageProducer producer = session.createProducer(session.createQueue(address));
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            producer.setTimeToLive(lifeMillis);
            while (!closed()) {
                next = next != null ? next : questions.poll(TAKE_MILLIS, TimeUnit.MILLISECONDS);
                connected();
                if (next != null) {
                    send(next, session, producer);
                    next = null;
                }
            }
        }
    }

    private void send(Question question, Session session, MessageProducer producer) throws JMSException {
        while (!closed() && waits.test(question.id())) {
            Destination answers = replyTo.get();
            if (answers != null) {
                TextMessage message = session.createTextMessage(question.text());
                message.setJMSCorrelationID(question.id());
                message.setJMSReplyTo(answers);
                producer.send(message);
                return;
            }
            pause(PAUSE_MILLIS);
        }
    }
}
