package org.tidings.log;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.lang.System.Logger;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.tidings.control.BadDirective;
import org.tidings.control.Directive;
import org.tidings.control.DirectiveCodec;

/**
 * Reads all directives, on every connection from the oldest on, and hands on each once. Confined to its own thread but for
 * what is marked volatile.
 *
 * <p>That it has read all shows a probe of its own, which it writes behind them on every connection: an empty queue and one
 * that has not been delivered yet look alike.
 */
final class DirectiveReader extends BrokerThread {

    private static final Logger LOG = System.getLogger(DirectiveReader.class.getName());

    private static final long RECEIVE_MILLIS = 250;

    private static final int CLEANED_FROM = 1_000;

    private final DirectiveCodec codec;
    private final Consumer<Directive> reader;
    private final SkippedRecords skipped;
    /** Those handed on: when each ends, by id. */
    private final Map<String, Long> seen = new HashMap<>();

    private volatile boolean readAll;

    DirectiveReader(DirectiveCodec codec, BrokerConnector connector, Consumer<Directive> reader, MeterRegistry meters) {
        super("tidings-directives", LOG, connector);
        this.codec = codec;
        this.reader = reader;
        this.skipped = new SkippedRecords(LogAddresses.DIRECTIVES, meters);
    }

    /** Whether it has once read everything that was there. Safe on any thread. */
    boolean hasReadAll() {
        return readAll;
    }

    @Override
    void serve(Connection connection) throws JMSException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            MessageConsumer consumer = session.createConsumer(
                    session.createQueue(LogAddresses.fullName(LogAddresses.DIRECTIVES, LogAddresses.DIRECTIVES)));
            connection.start();
            TableProbe probe = TableProbe.send(connection, LogAddresses.DIRECTIVES);
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
            readAll |= probed.equals(probe);
            return;
        }
        long now = System.currentTimeMillis();
        try {
            if (!(message instanceof TextMessage text)) {
                throw new BadRecord("no TextMessage");
            }
            Directive directive = codec.decode(text.getText(), now);
            if (seen.put(directive.id(), directive.endsAt()) == null) {
                reader.accept(directive);
            }
        } catch (BadDirective bad) {
            skipped.skipped(new BadRecord(bad.getMessage()));
        } catch (BadRecord bad) {
            skipped.skipped(bad);
        }
        if (seen.size() > CLEANED_FROM) {
            seen.values().removeIf(endsAt -> endsAt < now);
        }
    }
}
