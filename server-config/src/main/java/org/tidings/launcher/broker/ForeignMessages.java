package org.tidings.launcher.broker;

import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.spi.core.security.jaas.RolePrincipal;
import org.tidings.log.LogAddresses;

/**
 * Puts to the dead letters what is sent to an address of Tidings and cannot be from Tidings: another kind of message, one that unpacks to
 * more than it is, one that is too long, one that claims to be a publish and comes from no instance. Nobody reads what is in it.
 *
 * <p>The readers would do so too, if they could receive it: some of what the Core protocol lets through no JMS client can, and the queue
 * would stand still before it for ever. And who floods an address with rubbish would leave no room there. Called on the broker's threads.
 */
public final class ForeignMessages implements ActiveMQServerPlugin {
    /** As {@code org.tidings.log.Records} has it. */
    private static final long MAX_BYTES = 8L << 20;

    /** Of what is in it; longer ones are put aside empty. */
    private static final int KEPT_BYTES = 16 << 10;

    private static final int LETTER_BYTES = 512;

    private static final SimpleString MARKED = SimpleString.of(LogAddresses.REASON_PROPERTY);

    private static final List<String> RECORDS = List.of("publish.", "log.", "dedupe.", "live.");

    private static final List<String> MARKS = List.of(
            LogAddresses.REASON_PROPERTY,
            LogAddresses.TYPE_PROPERTY,
            LogAddresses.LENGTH_PROPERTY,
            LogAddresses.USER_PROPERTY);

    /** Set before any message comes. */
    private volatile ActiveMQServer server;

    /** Called by Artemis. */
    public ForeignMessages() {}

    @Override
    public void registered(ActiveMQServer broker) {
        server = broker;
    }

    /** Looks at it, and marks what is foreign. Whether its sender may send there at all is asked after this. */
    @Override
    public void beforeSend(
            ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoCreateQueue)
            throws ActiveMQException {
        try {
            look(session, message);
        } catch (RuntimeException e) {
            // Artemis would log it and let the message pass.
            throw refused(tx, "it cannot be read: " + e);
        }
    }

    private void look(ServerSession session, Message message) {
        String address = message.getAddress();
        if (address == null) {
            throw new IllegalArgumentException("it names no address, and would go where this session sent before");
        }
        Kind expected = Kind.at(address);
        if (expected == Kind.ANY) {
            return;
        }
        String reason = reason(session, message, address, expected);
        if (reason != null) {
            message.putStringProperty(LogAddresses.REASON_PROPERTY, reason);
            message.putStringProperty(LogAddresses.TYPE_PROPERTY, Kind.name(message));
            message.putStringProperty(LogAddresses.LENGTH_PROPERTY, Long.toString(length(message)));
            message.putStringProperty(LogAddresses.USER_PROPERTY, String.valueOf(session.getUsername()));
        }
    }

    /** Null where there is nothing against it. */
    private String reason(ServerSession session, Message message, String address, Kind expected) {
        if (message.containsProperty(MARKED)) {
            return "marked as unusable by its sender";
        }
        if (length(message) > MAX_BYTES) {
            return "longer than " + MAX_BYTES + " bytes";
        }
        if (message.containsProperty(Message.HDR_LARGE_COMPRESSED)) {
            return "compressed";
        }
        String other = expected.reason(message);
        return other == null && address.startsWith("publish.") && !isInstance(session)
                ? "not sent by an instance"
                : other;
    }

    private boolean isInstance(ServerSession session) {
        return !server.getConfiguration().isSecurityEnabled()
                || session.getRemotingConnection().getSubject() != null
                        && session.getRemotingConnection().getSubject().getPrincipals(RolePrincipal.class).stream()
                                .anyMatch(role -> role.getName().equals(BrokerRights.INSTANCE));
    }

    /** A letter takes the place of what is marked: it goes to no queue. */
    @Override
    public void beforeMessageRoute(Message message, RoutingContext context, boolean direct, boolean rejectDuplicates)
            throws ActiveMQException {
        if (message.getAddress() == null
                || Kind.at(message.getAddress()) == Kind.ANY
                || !message.containsProperty(MARKED)) {
            return;
        }
        context.clear();
        context.setReusable(false);
        try {
            CoreMessage letter = letter(message);
            if (context.getTransaction() == null) {
                server.getPostOffice().route(letter, false);
            } else {
                server.getPostOffice().route(letter, context.getTransaction(), false);
            }
        } catch (Exception e) {
            throw refused(context.getTransaction(), "it could not be put to the dead letters: " + e);
        }
    }

    private CoreMessage letter(Message message) {
        CoreMessage letter = new CoreMessage(server.getStorageManager().generateID(), LETTER_BYTES);
        letter.setAddress(LogAddresses.DEAD).setRoutingType(RoutingType.ANYCAST).setDurable(message.isDurable());
        letter.setType(Message.BYTES_TYPE).setTimestamp(System.currentTimeMillis());
        MARKS.forEach(mark -> letter.putStringProperty(mark, message.getStringProperty(mark)));
        letter.putStringProperty(LogAddresses.ADDRESS_PROPERTY, message.getAddress());
        if (!message.isLargeMessage() && length(message) <= KEPT_BYTES) {
            ActiveMQBuffer body = ((CoreMessage) message).getReadOnlyBodyBuffer();
            letter.getBodyBuffer().writeBytes(body, body.readableBytes());
        }
        return letter;
    }

    private static long length(Message message) {
        if (message instanceof LargeServerMessage large) {
            try {
                return large.getLargeBody().getBodySize();
            } catch (ActiveMQException e) {
                throw new IllegalStateException(e);
            }
        }
        return ((CoreMessage) message).getBodyBufferSize();
    }

    /** A transaction of which a part was refused must not be committed without it. */
    private static ActiveMQException refused(Transaction tx, String reason) {
        ActiveMQException refusal = new ActiveMQException(
                "Tidings does not take this message: " + reason, ActiveMQExceptionType.ILLEGAL_STATE);
        if (tx != null) {
            tx.markAsRollbackOnly(refusal);
        }
        return refusal;
    }

    /** What may stand at an address. */
    private enum Kind {
        ANY,
        BYTES,
        TEXT,
        /** With the empty message of a reader's probe. */
        TEXT_OR_NOTHING;

        static Kind at(String address) {
            if (RECORDS.stream().anyMatch(address::startsWith)) {
                return BYTES;
            }
            int end = address.indexOf("::");
            return switch (end < 0 ? address : address.substring(0, end)) {
                case LogAddresses.VERDICT -> BYTES;
                case LogAddresses.CONTROL, LogAddresses.TICKETS -> TEXT;
                case LogAddresses.DIRECTIVES -> TEXT_OR_NOTHING;
                default -> ANY;
            };
        }

        /** Null where the message is of this kind. */
        String reason(Message message) {
            byte type = ((CoreMessage) message).getType();
            boolean fits =
                    switch (this) {
                        case ANY -> true;
                        case BYTES -> type == Message.BYTES_TYPE;
                        case TEXT -> type == Message.TEXT_TYPE && hasText(message);
                        case TEXT_OR_NOTHING ->
                            type == Message.DEFAULT_TYPE || type == Message.TEXT_TYPE && hasText(message);
                    };
            return fits ? null : "no " + (this == BYTES ? "BytesMessage" : "TextMessage");
        }

        /** Whether a client can read its text. */
        private static boolean hasText(Message message) {
            if (message.isLargeMessage()) {
                return false;
            }
            try {
                ((CoreMessage) message).getReadOnlyBodyBuffer().readNullableSimpleString();
                return true;
            } catch (RuntimeException cutShort) {
                return false;
            }
        }

        static String name(Message message) {
            return switch (((CoreMessage) message).getType()) {
                case Message.DEFAULT_TYPE -> "other";
                case Message.OBJECT_TYPE -> "object";
                case Message.TEXT_TYPE -> "text";
                case Message.BYTES_TYPE -> "bytes";
                case Message.MAP_TYPE -> "map";
                case Message.STREAM_TYPE -> "stream";
                default -> "unknown";
            };
        }
    }
}
