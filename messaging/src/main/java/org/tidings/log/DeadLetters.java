package org.tidings.log;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Arrays;

/**
 * Puts what nobody can use aside, with the reason and, where it is short, what was in it, in the transaction that takes it from its
 * queue. Of a message that is neither bytes nor text nothing is read. Confined to the session's thread.
 */
final class DeadLetters {

    /** Of the body, in bytes or characters. The queue keeps a thousand letters, in memory too. */
    private static final int KEPT = 16 << 10;

    private final Session session;
    private final MessageProducer producer;
    private final String address;

    /** @param address where the messages were sent to */
    DeadLetters(Session session, String address) throws JMSException {
        this.session = session;
        this.producer = session.createProducer(session.createQueue(LogAddresses.DEAD));
        this.address = address;
    }

    void put(Message message, String reason) throws JMSException {
        Message letter = copy(message);
        letter.setStringProperty(LogAddresses.REASON_PROPERTY, reason);
        letter.setStringProperty(LogAddresses.ADDRESS_PROPERTY, address);
        producer.send(letter);
    }

    private Message copy(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            String whole = text.getText() == null ? "" : text.getText();
            Message letter = session.createTextMessage(whole.substring(0, Math.min(whole.length(), KEPT)));
            letter.setStringProperty(LogAddresses.TYPE_PROPERTY, "text");
            letter.setStringProperty(LogAddresses.LENGTH_PROPERTY, Integer.toString(whole.length()));
            return letter;
        }
        if (message instanceof BytesMessage bytes) {
            BytesMessage letter = session.createBytesMessage();
            letter.setStringProperty(LogAddresses.TYPE_PROPERTY, "bytes");
            letter.setStringProperty(LogAddresses.LENGTH_PROPERTY, Long.toString(bytes.getBodyLength()));
            if (bytes.getBodyLength() <= Records.MAX_BYTES) {
                byte[] beginning = new byte[(int) Math.min(bytes.getBodyLength(), KEPT)];
                bytes.reset();
                letter.writeBytes(Arrays.copyOf(beginning, Math.max(0, bytes.readBytes(beginning))));
            }
            return letter;
        }
        Message letter = session.createMessage();
        letter.setStringProperty(LogAddresses.TYPE_PROPERTY, "other");
        return letter;
    }
}
