package org.tidings.launcher.broker;

import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Takes from every message that is sent to a log, or to be published in it, what would move it before or behind others, or remove
 * it: priority, expiry, delay, group. Called on the broker's threads; stateless.
 */
public final class PlainMessages implements ActiveMQServerPlugin {
    private static final byte DEFAULT_PRIORITY = 4;

    /** Called by Artemis. */
    public PlainMessages() {}

    @Override
    public void beforeSend(
            ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoCreateQueue) {
        String address = message.getAddress();
        if (address != null && (address.startsWith("publish.") || address.startsWith("log.")) && !isPlain(message)) {
            message.setPriority(DEFAULT_PRIORITY);
            message.setExpiration(0);
            message.setScheduledDeliveryTime(0L);
            message.removeProperty(Message.HDR_GROUP_ID);
            message.removeProperty(Message.HDR_GROUP_SEQUENCE);
            message.reencode();
        }
    }

    private static boolean isPlain(Message message) {
        Long scheduled = message.getScheduledDeliveryTime();
        return message.getPriority() == DEFAULT_PRIORITY
                && message.getExpiration() == 0
                && (scheduled == null || scheduled == 0)
                && message.getGroupID() == null;
    }
}
