package org.tidings.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.lang.System.Logger;

/**
 * Receives the answers to this instance's questions at an address of its own: a temporary queue, which ends with the connection,
 * whose name nobody can guess and from which nobody else can read. Confined to its own thread but for {@link #address}.
 */
final class AnswerReader extends BrokerThread {

    private static final Logger LOG = System.getLogger(AnswerReader.class.getName());

    private static final long RECEIVE_MILLIS = 250;

    private static final int MAX_LENGTH = 4_096;

    private final WaitingQuestions waiting;
    private final SkippedRecords skipped;
    private final Counter unclaimed;
    /** Null while no answers are read. Written by this thread. */
    private volatile Destination address;

    AnswerReader(WaitingQuestions waiting, BrokerConnector connector, MeterRegistry meters) {
        super("tidings-answers", LOG, connector);
        this.waiting = waiting;
        this.skipped = new SkippedRecords(LogAddresses.ANSWERS, meters);
        this.unclaimed = Counter.builder("tidings.answers.unclaimed")
                .description("Answers to no question that waits: late ones, and such as nobody asked for")
                .register(meters);
    }

    /** Where answers are read now; null while they are not. Safe on any thread. */
    Destination address() {
        return address;
    }

    @Override
    void serve(Connection connection) throws JMSException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            TemporaryQueue own = session.createTemporaryQueue();
            MessageConsumer consumer = session.createConsumer(own);
            connection.start();
            address = own;
            while (!closed()) {
                Message message = consumer.receive(RECEIVE_MILLIS);
                connected();
                if (message != null) {
                    read(message);
                }
            }
        } finally {
            address = null;
        }
    }

    private void read(Message message) throws JMSException {
        String id = message.getJMSCorrelationID();
        String text = message instanceof TextMessage answer ? answer.getText() : null;
        boolean claimed;
        if (text == null || text.length() > MAX_LENGTH) {
            claimed = waiting.spoilt(id);
            skipped.skipped(new BadRecord(text == null ? "no TextMessage" : "longer than " + MAX_LENGTH));
        } else {
            claimed = waiting.answered(id, text);
        }
        if (!claimed) {
            unclaimed.increment();
        }
    }
}
