package org.tidings.log;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.lang.System.Logger;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.tidings.mark.BadMark;
import org.tidings.mark.Mark;
import org.tidings.mark.MarkCodec;
import org.tidings.mark.MarkReader;
import org.tidings.mark.MarkRecord;
import org.tidings.mark.Unmark;

/**
 * Reads the table of read marks, on every connection the whole of it and then what changes. Confined to its own thread but for what
 * is marked volatile.
 *
 * <p>That it has read all shows a probe of its own behind all that was there. Two instances that move one mark at the same time may
 * leave the one that is less far: whoever sees that writes the other one again.
 */
final class MarkTail extends BrokerThread {

    private static final Logger LOG = System.getLogger(MarkTail.class.getName());

    private static final long RECEIVE_MILLIS = 250;

    private final MarkReader reader;
    private final Consumer<Mark> writer;
    private final SkippedRecords skipped;
    /** Of this connection; null once the whole table was read. */
    private Set<String> keys;

    private volatile boolean readAll;

    /** @param writer writes again what was pushed out by one less far */
    MarkTail(BrokerConnector connector, MarkReader reader, Consumer<Mark> writer, MeterRegistry meters) {
        super("tidings-marks", LOG, connector);
        this.reader = reader;
        this.writer = writer;
        this.skipped = new SkippedRecords(LogAddresses.MARKS, meters);
    }

    /** Whether it has once read everything that was there. Safe on any thread. */
    boolean hasReadAll() {
        return readAll;
    }

    @Override
    void serve(Connection connection) throws JMSException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            MessageConsumer consumer = session.createConsumer(
                    session.createQueue(LogAddresses.fullName(LogAddresses.MARKS, LogAddresses.MARKS)));
            connection.start();
            keys = new HashSet<>();
            TableProbe probe = TableProbe.send(connection, LogAddresses.MARKS);
            while (!closed()) {
                Message message = consumer.receive(RECEIVE_MILLIS);
                connected();
                if (message != null) {
                    read(message, probe);
                }
            }
        }
    }

    private void read(Message message, TableProbe probe) throws JMSException {
        TableProbe probed = TableProbe.in(message);
        if (probed != null) {
            if (probed.equals(probe)) {
                reader.readAll(keys);
                keys = null;
                readAll = true;
            }
            return;
        }
        try {
            if (!(message instanceof TextMessage text)) {
                throw new BadMark("no TextMessage");
            }
            tell(MarkCodec.decode(text.getText()));
        } catch (BadMark bad) {
            skipped.skipped(new BadRecord(bad.getMessage()));
        }
    }

    private void tell(MarkRecord record) {
        if (record instanceof Mark mark) {
            if (keys != null) {
                keys.add(mark.key());
            }
            Mark farther = reader.marked(mark);
            if (farther != null) {
                writer.accept(farther);
            }
        } else if (record instanceof Unmark unmark) {
            reader.unmarked(unmark);
        }
    }
}
