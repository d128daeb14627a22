package org.tidings.log;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.lang.System.Logger;

/**
 * Asks the broker for a figure every few seconds, for whoever watches the instances: brokers have no metrics of their own. Confined
 * to its own thread.
 */
abstract class BrokerFigure extends BrokerThread {

    private final long periodMillis;
    /** Not a number where nobody answers. Written by this thread. */
    private volatile double figure = Double.NaN;

    BrokerFigure(String name, Logger log, BrokerConnector connector, long periodMillis) {
        super(name, log, connector);
        this.periodMillis = periodMillis;
    }

    abstract double ask(ManagementQuestions questions) throws JMSException;

    /** Safe on any thread. */
    final double figure() {
        return figure;
    }

    @Override
    final void serve(Connection connection) throws JMSException, InterruptedException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            try (ManagementQuestions questions = new ManagementQuestions(session)) {
                while (!closed()) {
                    figure = ask(questions);
                    connected();
                    pause(periodMillis);
                }
            }
        } finally {
            figure = Double.NaN;
        }
    }
}
