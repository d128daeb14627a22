package org.tidings.log;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.lang.System.Logger;
import java.util.function.Consumer;

/** Receives the leaders' verdicts on this instance's publishes. Confined to its own thread. */
final class VerdictReader extends BrokerThread {

    private static final Logger LOG = System.getLogger(VerdictReader.class.getName());

    private static final long RECEIVE_MILLIS = 250;

    private final long incarnation;
    private final Consumer<Verdict> verdicts;
    private final Runnable listening;
    private final SkippedRecords skipped;

    /**
     * @param verdicts told every verdict on this instance's publishes
     * @param listening told when verdicts come again, after a time in which they may have been missed
     */
    VerdictReader(
            long incarnation,
            BrokerConnector connector,
            Consumer<Verdict> verdicts,
            Runnable listening,
            MeterRegistry meters) {
        super("tidings-verdicts", LOG, connector);
        this.incarnation = incarnation;
        this.verdicts = verdicts;
        this.listening = listening;
        this.skipped = new SkippedRecords(LogAddresses.VERDICT, meters);
    }

    @Override
    void serve(Connection connection) throws JMSException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            MessageConsumer consumer = session.createConsumer(
                    session.createTopic(LogAddresses.VERDICT), LogAddresses.ORIGIN_PROPERTY + " = " + incarnation);
            connection.start();
            listening.run();
            while (!closed()) {
                Message message = consumer.receive(RECEIVE_MILLIS);
                connected();
                if (message != null) {
                    read(message);
                }
            }
        }
    }

    private void read(Message message) throws JMSException {
        try {
            verdicts.accept(PublishRecordCodec.verdict(Records.bytes(message)));
        } catch (BadRecord e) {
            skipped.skipped(e);
        }
    }
}
