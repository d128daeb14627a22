package org.tidings.log;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.lang.System.Logger;
import java.util.List;
import org.tidings.control.PresenceExchange;
import org.tidings.control.PresenceMessage;

/**
 * Says what is due and hears what all say, itself included: that is how an instance knows that it is heard. Messages carry no
 * expiry, for an instance whose clock is wrong would not be heard at all. Confined to its own thread.
 */
final class PresenceSpeaker extends BrokerThread {

    private static final Logger LOG = System.getLogger(PresenceSpeaker.class.getName());

    private static final long LISTEN_MILLIS = 50;

    private final PresenceExchange.Party party;
    private final SkippedRecords skipped;

    PresenceSpeaker(PresenceExchange.Party party, BrokerConnector connector, MeterRegistry meters) {
        super("tidings-presence", LOG, connector);
        this.party = party;
        this.skipped = new SkippedRecords(LogAddresses.PRESENCE, meters);
    }

    @Override
    void serve(Connection connection) throws JMSException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            MessageProducer producer = session.createProducer(session.createTopic(LogAddresses.PRESENCE));
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            MessageConsumer consumer = session.createConsumer(session.createTopic(LogAddresses.PRESENCE));
            connection.start();
            party.connected();
            while (!closed()) {
                say(party.due(), session, producer);
                Message message = consumer.receive(LISTEN_MILLIS);
                if (message != null) {
                    connected();
                    hear(message);
                }
            }
            say(party.farewell(), session, producer);
        }
    }

    private static void say(List<PresenceMessage> messages, Session session, MessageProducer producer)
            throws JMSException {
        for (PresenceMessage message : messages) {
            producer.send(Records.message(session, PresenceCodec.encode(message)));
        }
    }

    private void hear(Message message) throws JMSException {
        PresenceMessage heard;
        try {
            heard = PresenceCodec.decode(Records.bytes(message));
        } catch (BadRecord e) {
            skipped.skipped(e);
            return;
        }
        party.heard(heard);
    }
}
