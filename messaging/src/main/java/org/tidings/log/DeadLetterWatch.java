package org.tidings.log;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.JMSException;
import java.lang.System.Logger;
import org.apache.activemq.artemis.api.core.management.ResourceNames;

/** How much the broker put to the dead letters, most of it by itself. */
final class DeadLetterWatch extends BrokerFigure {

    private static final Logger LOG = System.getLogger(DeadLetterWatch.class.getName());

    DeadLetterWatch(BrokerConnector connector, MeterRegistry meters) {
        super("tidings-dead-letters", LOG, connector, 5_000);
        Gauge.builder("tidings.broker.dead.letters", this, BrokerFigure::figure)
                .description("Messages that nobody could use, put aside since the broker started")
                .register(meters);
    }

    @Override
    double ask(ManagementQuestions questions) throws JMSException {
        return questions.ask(ResourceNames.QUEUE + LogAddresses.DEAD, "MessagesAdded", Long.class);
    }
}
