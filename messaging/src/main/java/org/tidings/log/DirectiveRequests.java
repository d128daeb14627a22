package org.tidings.log;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.lang.System.Logger;
import org.tidings.control.BadDirective;
import org.tidings.control.Directive;
import org.tidings.control.DirectiveCodec;

/**
 * Takes what applications send to the topic {@code control}, one instance each, completes it, and gives it to all in the
 * same transaction. What is no directive goes to the dead letters, with the reason. Confined to its own thread.
 *
 * <p>Applications do not write the directives themselves: one without an end would be kept for ever, and the rights of
 * both differ.
 */
final class DirectiveRequests extends BrokerThread {

    private static final Logger LOG = System.getLogger(DirectiveRequests.class.getName());

    private static final long RECEIVE_MILLIS = 250;

    private final DirectiveCodec codec;
    private final SkippedRecords skipped;

    DirectiveRequests(DirectiveCodec codec, BrokerConnector connector, MeterRegistry meters) {
        super("tidings-control", LOG, connector);
        this.codec = codec;
        this.skipped = new SkippedRecords(LogAddresses.CONTROL, meters);
    }

    @Override
    void serve(Connection connection) throws JMSException {
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            MessageConsumer requests = session.createConsumer(
                    session.createQueue(LogAddresses.fullName(LogAddresses.CONTROL, LogAddresses.CONTROL)));
            MessageProducer directives = session.createProducer(session.createTopic(LogAddresses.DIRECTIVES));
            DeadLetters dead = new DeadLetters(session, LogAddresses.CONTROL);
            connection.start();
            while (!closed()) {
                Message request = requests.receive(RECEIVE_MILLIS);
                connected();
                if (request != null) {
                    pass(request, session, directives, dead);
                    session.commit();
                }
            }
        }
    }

    private void pass(Message request, Session session, MessageProducer directives, DeadLetters dead)
            throws JMSException {
        try {
            if (!(request instanceof TextMessage text)) {
                throw new BadDirective("no TextMessage");
            }
            Directive directive = codec.decode(text.getText(), System.currentTimeMillis());
            DirectiveSender.send(directive, session, directives);
        } catch (BadDirective bad) {
            skipped.skipped(new BadRecord(bad.getMessage()));
            dead.put(request, bad.getMessage());
        }
    }
}
