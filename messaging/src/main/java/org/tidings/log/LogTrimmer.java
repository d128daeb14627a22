package org.tidings.log;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueRequestor;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;

/**
 * Keeps a shard's log below its bytes' limit: a full address refuses every send until something is removed, so the leader
 * removes the oldest entries before that. Confined to the sequencer's thread.
 */
final class LogTrimmer {

    private static final Logger LOG = System.getLogger(LogTrimmer.class.getName());

    private static final String MANAGEMENT_QUEUE = "activemq.management";

    private final int shard;
    private final BrokerConnector connector;
    /** Entries below this are already gone. */
    private long trimmedBelow;

    LogTrimmer(int shard, BrokerConnector connector) {
        this.shard = shard;
        this.connector = connector;
    }

    /** Removes every entry before {@code position} from the broker's queue, if that was not done yet. */
    void trim(long position) throws JMSException {
        if (position <= trimmedBelow) {
            return;
        }
        try (Connection connection = connector.open();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            Queue management = session.createQueue(MANAGEMENT_QUEUE);
            QueueRequestor requestor = new QueueRequestor((QueueSession) session, management);
            connection.start();
            Message request = session.createMessage();
            JMSManagementHelper.putOperationInvocation(
                    request,
                    ResourceNames.QUEUE + LogAddresses.logQueue(shard),
                    "removeMessages",
                    LogAddresses.SEQ_PROPERTY + " < " + position);
            Message reply = requestor.request(request);
            if (!JMSManagementHelper.hasOperationSucceeded(reply)) {
                throw new JMSException("shard " + shard + ": the broker refused to trim the log");
            }
            LOG.log(Level.DEBUG, "shard {0}: trimmed below position {1}", shard, position);
            trimmedBelow = position;
        }
    }
}
