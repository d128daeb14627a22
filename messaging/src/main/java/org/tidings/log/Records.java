package org.tidings.log;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;

/** Records as JMS messages: always BytesMessage. */
final class Records {

    private Records() {}

    static BytesMessage message(Session session, byte[] bytes) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(bytes);
        return message;
    }

    static byte[] bytes(Message message) throws JMSException {
        if (!(message instanceof BytesMessage record)) {
            throw new BadRecord("no BytesMessage");
        }
        byte[] bytes = new byte[Math.toIntExact(record.getBodyLength())];
        record.readBytes(bytes);
        return bytes;
    }
}
