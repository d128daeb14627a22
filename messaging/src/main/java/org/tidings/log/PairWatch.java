package org.tidings.log;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.lang.System.Logger;
import org.apache.activemq.artemis.api.core.management.ResourceNames;

/**
 * Asks the live broker of a pair every few seconds whether the other one has everything, for whoever watches the instances: brokers
 * have no metrics of their own.
 */
final class PairWatch extends BrokerThread {

    private static final Logger LOG = System.getLogger(PairWatch.class.getName());

    private static final long PERIOD_MILLIS = 2_000;

    /** 1 for yes, 0 for no, not a number where nobody answers. Written by this thread. */
    private volatile double replicated = Double.NaN;

    PairWatch(BrokerConnector connector, MeterRegistry meters) {
        super("tidings-pair-watch", LOG, connector);
        Gauge.builder("tidings.broker.replicated", this, watch -> watch.replicated)
                .description("Whether both brokers of the pair have what is acknowledged")
                .register(meters);
    }

    @Override
    void serve(Connection connection) throws JMSException, InterruptedException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            try (ManagementQuestions questions = new ManagementQuestions(session)) {
                while (!closed()) {
                    Boolean both = questions.ask(ResourceNames.BROKER, "ReplicaSync", Boolean.class);
                    replicated = Boolean.TRUE.equals(both) ? 1 : 0;
                    connected();
                    pause(PERIOD_MILLIS);
                }
            }
        } finally {
            replicated = Double.NaN;
        }
    }
}
