package org.tidings.log;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;

/** Records as JMS messages: always BytesMessage. */
final class Records {

    /** Far more than any record has; nothing larger is read. The broker takes nothing larger either, where it has our plugin. */
    static final int MAX_BYTES = 8 << 20;

    private Records() {}

    static BytesMessage message(Session session, byte[] bytes) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(bytes);
        return message;
    }

    /** With what selectors and senders see of it. */
    static BytesMessage entry(Session session, Lead.Written written) throws JMSException {
        BytesMessage message = message(session, written.bytes());
        message.setLongProperty(LogAddresses.SEQ_PROPERTY, written.lastSeq());
        switch (written.label()) {
            case ERASES -> message.setLongProperty(LogAddresses.ERASURE_PROPERTY, written.lastSeq());
            case TAKES_BATCHES -> message.setBooleanProperty(LogAddresses.BATCHES_PROPERTY, true);
            case NONE -> {}
        }
        return message;
    }

    static byte[] bytes(Message message) throws JMSException {
        if (!(message instanceof BytesMessage record)) {
            throw new BadRecord("no BytesMessage");
        }
        if (record.getBodyLength() > MAX_BYTES) {
            throw new BadRecord("longer than " + MAX_BYTES + " bytes");
        }
        byte[] bytes = new byte[(int) record.getBodyLength()];
        record.readBytes(bytes);
        return bytes;
    }
}
