package org.tidings.log;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;

/**
 * Keeps a shard's log below its bytes' limit: a full address refuses every send until something is removed, so the leader
 * removes the oldest entries before that. For one lead; confined to who holds its {@link Leadership}.
 */
final class LogTrimmer {

    private static final Logger LOG = System.getLogger(LogTrimmer.class.getName());

    private static final String MANAGEMENT_QUEUE = "activemq.management";
    private static final long REPLY_TIMEOUT_MILLIS = 10_000;
    private static final long PAUSE_MILLIS = 500;
    private static final int POSITIONS_AT_ONCE = 50;

    private final LogShard shard;
    private final LogSettings settings;
    private final BrokerLine line;
    /** Entries below this are already gone. */
    private long trimmedBelow;

    LogTrimmer(LogShard shard, LogSettings settings, BrokerLine line) {
        this.shard = shard;
        this.settings = settings;
        this.line = line;
    }

    /** Removes every entry before {@code position} from the broker's queue, if that was not done yet. */
    void trim(long position) throws JMSException {
        if (position <= trimmedBelow) {
            return;
        }
        try (Connection connection = line.open();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            remove(session, LogAddresses.SEQ_PROPERTY + " < " + position);
        }
        trimmedBelow = position;
    }

    /** Removes the entries at these positions from the broker's queue, as far as they are there. */
    void erase(List<Long> positions) throws JMSException {
        if (positions.isEmpty()) {
            return;
        }
        try (Connection connection = line.open();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            for (int from = 0; from < positions.size(); from += POSITIONS_AT_ONCE) {
                erase(session, positions.subList(from, Math.min(positions.size(), from + POSITIONS_AT_ONCE)));
            }
        }
        LOG.log(Level.INFO, "shard {0}: {1} entries erased", shard, positions.size());
    }

    private void erase(Session session, List<Long> positions) throws JMSException {
        String seq = LogAddresses.SEQ_PROPERTY;
        // The bounds first: most entries need not be compared with each position.
        remove(
                session,
                seq + " BETWEEN " + positions.get(0) + " AND " + positions.get(positions.size() - 1) + " AND ("
                        + positions.stream().map(each -> seq + " = " + each).collect(Collectors.joining(" OR ")) + ")");
    }

    /**
     * Trims a log that takes nothing more, whoever let it grow so far. A new leader needs that: it must write before it knows
     * what the log holds.
     */
    void makeRoom() throws JMSException {
        try (Connection connection = line.open();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            RetainedSizes sizes = new RetainedSizes(settings.ringSize(), settings.ringBytes());
            long anEighth = LogAddresses.NO_SEQ;
            long bytes = 0;
            try (MessageConsumer entries = session.createConsumer(session.createQueue(
                    LogAddresses.fullName(LogAddresses.log(shard), LogAddresses.logQueue(shard))))) {
                // How many come does not matter: nothing is concluded from the end.
                while (entries.receive(PAUSE_MILLIS) instanceof BytesMessage entry) {
                    long seq = entry.getLongProperty(LogAddresses.SEQ_PROPERTY);
                    sizes.add(seq, Math.toIntExact(entry.getBodyLength()));
                    bytes += entry.getBodyLength() + LogSettings.ENTRY_OVERHEAD_BYTES;
                    anEighth = bytes <= settings.ringBytes() / 8 ? Math.max(anEighth, seq) : anEighth;
                }
            }
            long below = Math.max(sizes.trimBelow(), anEighth);
            LOG.log(
                    Level.WARNING,
                    "shard {0}: the log is full; making room below position {1}",
                    shard,
                    Long.toString(below));
            remove(session, LogAddresses.SEQ_PROPERTY + " < " + below);
        }
    }

    private void remove(Session session, String filter) throws JMSException {
        Queue replies = session.createTemporaryQueue();
        Message request = session.createMessage();
        request.setJMSReplyTo(replies);
        JMSManagementHelper.putOperationInvocation(
                request, ResourceNames.QUEUE + LogAddresses.logQueue(shard), "removeMessages", filter);
        try (MessageConsumer consumer = session.createConsumer(replies)) {
            session.createProducer(session.createQueue(MANAGEMENT_QUEUE)).send(request);
            Message reply = consumer.receive(REPLY_TIMEOUT_MILLIS);
            if (reply == null || !JMSManagementHelper.hasOperationSucceeded(reply)) {
                throw new JMSException("shard " + shard + ": the broker did not trim the log");
            }
        }
        LOG.log(Level.DEBUG, "shard {0}: removed what meets {1}", shard, filter);
    }
}
