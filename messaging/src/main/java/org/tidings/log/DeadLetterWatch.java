package org.tidings.log;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.lang.System.Logger;
import org.apache.activemq.artemis.api.core.management.ResourceNames;

/** Asks the broker every few seconds how much was put to the dead letters, most of it by itself. Confined to its own thread. */
final class DeadLetterWatch extends BrokerThread {

    private static final Logger LOG = System.getLogger(DeadLetterWatch.class.getName());

    private static final long PERIOD_MILLIS = 5_000;

    /** Not a number where nobody answers. Written by this thread. */
    private volatile double letters = Double.NaN;

    DeadLetterWatch(BrokerConnector connector, MeterRegistry meters) {
        super("tidings-dead-letters", LOG, connector);
        Gauge.builder("tidings.broker.dead.letters", this, watch -> watch.letters)
                .description("Messages that nobody could use, put aside since the broker started")
                .register(meters);
    }

    @Override
    void serve(Connection connection) throws JMSException, InterruptedException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            try (ManagementQuestions questions = new ManagementQuestions(session)) {
                while (!closed()) {
                    letters = questions.ask(ResourceNames.QUEUE + LogAddresses.DEAD, "MessagesAdded", Long.class);
                    connected();
                    pause(PERIOD_MILLIS);
                }
            }
        } finally {
            letters = Double.NaN;
        }
    }
}
