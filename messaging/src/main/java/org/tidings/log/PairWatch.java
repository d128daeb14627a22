package org.tidings.log;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.JMSException;
import java.lang.System.Logger;
import org.apache.activemq.artemis.api.core.management.ResourceNames;

/** Whether the other broker of a pair has everything that the live one has: 1 for yes, 0 for no. */
final class PairWatch extends BrokerFigure {

    private static final Logger LOG = System.getLogger(PairWatch.class.getName());

    PairWatch(BrokerConnector connector, MeterRegistry meters) {
        super("tidings-pair-watch", LOG, connector, 2_000);
        Gauge.builder("tidings.broker.replicated", this, BrokerFigure::figure)
                .description("Whether both brokers of the pair have what is acknowledged")
                .register(meters);
    }

    @Override
    double ask(ManagementQuestions questions) throws JMSException {
        return Boolean.TRUE.equals(questions.ask(ResourceNames.BROKER, "ReplicaSync", Boolean.class)) ? 1 : 0;
    }
}
