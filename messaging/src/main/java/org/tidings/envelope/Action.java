package org.tidings.envelope;

/**
 * The verbs of version 1, as they stand in an envelope's {@code action}. Constants and no enum: a receiver passes over
 * verbs that it does not know.
 */
public final class Action {

    public static final String SUBSCRIBE = "subscribe";
    public static final String UNSUBSCRIBE = "unsubscribe";
    public static final String PUBLISH = "publish";
    public static final String HISTORY = "history";
    /** A request for who is there, and the event that tells of many changes at once. */
    public static final String PRESENCE = "presence";

    /** Everything up to a position is read. */
    public static final String ACK = "ack";
    /** A request for heartbeats, and the event that answers it again and again. */
    public static final String HEARTBEAT = "heartbeat";

    public static final String PING = "ping";
    /** A further token for the connection. */
    public static final String AUTHENTICATE = "authenticate";

    public static final String HELLO = "hello";
    public static final String MESSAGE = "message";
    /** A user came to a channel. */
    public static final String JOIN = "join";

    /** A user has gone from a channel. */
    public static final String LEAVE = "leave";

    public static final String GAP = "gap";
    /** Events that the subscription's filter left out. */
    public static final String FILTERED = "filtered";
    /** Somebody's inbox was read on one of their devices. */
    public static final String READ = "read";

    public static final String POSITION = "position";
    public static final String UNSUBSCRIBED = "unsubscribed";
    public static final String EXPIRING = "expiring";
    public static final String BYE = "bye";

    /** In the error that answers an envelope whose verb could not be read. */
    public static final String UNKNOWN = "unknown";

    private Action() {}
}
