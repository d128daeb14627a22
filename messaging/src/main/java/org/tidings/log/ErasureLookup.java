package org.tidings.log;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Reads a log from its oldest entry to its end, or of it only what says what was erased. An entry that says so stands behind what it
 * names, and the ring drops what is older first: where something that was erased is missing, the entry is there.
 *
 * <p>The end is shown by a probe written into the log. Confined to its caller's thread.
 */
final class ErasureLookup {

    private static final long RECEIVE_MILLIS = 250;
    private static final long PATIENCE_SECONDS = 15;

    private final LogShard shard;
    private final LogSettings settings;
    private final BooleanSupplier closed;

    ErasureLookup(LogShard shard, LogSettings settings, BooleanSupplier closed) {
        this.shard = shard;
        this.settings = settings;
        this.closed = closed;
    }

    /** Tells everything that says what was erased, up to now. @param connection started */
    void erasures(Connection connection, Consumer<LogEntry.Erased> told) throws JMSException {
        read(connection, LogAddresses.ERASURE_PROPERTY + " IS NOT NULL", entry -> {
            if (entry.body() instanceof LogEntry.Erased erased) {
                told.accept(erased);
            }
        });
    }

    /** Tells every entry up to now. @param connection started */
    void entries(Connection connection, Consumer<LogEntry> told) throws JMSException {
        read(connection, null, told);
    }

    private void read(Connection connection, String selector, Consumer<LogEntry> told) throws JMSException {
        UUID end = UUID.randomUUID();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            MessageConsumer entries = session.createConsumer(
                    session.createQueue(LogAddresses.fullName(LogAddresses.log(shard), LogAddresses.logQueue(shard))),
                    selector);
            probe(connection, end);
            while (System.nanoTime() < deadline && !closed.getAsBoolean()) {
                Message message = entries.receive(RECEIVE_MILLIS);
                LogEntry entry = message == null ? null : decode(message);
                if (entry != null && entry.body() instanceof LogEntry.Probe probe) {
                    if (probe.id().equals(end)) {
                        return;
                    }
                } else if (entry != null) {
                    told.accept(entry);
                }
            }
        }
        throw new JMSException("shard " + shard + ": what was erased could not be read");
    }

    private void probe(Connection connection, UUID id) throws JMSException {
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            BytesMessage probe = Records.message(
                    session,
                    LogEntryCodec.encode(
                            new LogEntry(new LogEntry.Stamp(settings.shards(), "", 0), new LogEntry.Probe(id))));
            probe.setLongProperty(LogAddresses.SEQ_PROPERTY, LogAddresses.NO_SEQ);
            probe.setLongProperty(LogAddresses.ERASURE_PROPERTY, LogAddresses.NO_SEQ);
            session.createProducer(session.createTopic(LogAddresses.log(shard))).send(probe);
            session.commit();
        }
    }

    /** Null where it is no entry: the tail tells that. */
    private static LogEntry decode(Message message) throws JMSException {
        try {
            return LogEntryCodec.decode(Records.bytes(message));
        } catch (BadRecord skipped) {
            return null;
        }
    }
}
