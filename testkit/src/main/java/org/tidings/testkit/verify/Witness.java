package org.tidings.testkit.verify;

/** Is told by the clients of a run what they were promised and what they saw, as it happens. Any thread may call. */
interface Witness {

    /** A publisher begins to send an event, for the first time. */
    void sent(String publisher, String channel, String messageId);

    /** The server said that the event is stored. */
    void acknowledged(String publisher, String channel, String messageId, String epoch, long seq);

    /**
     * The publish ended otherwise.
     *
     * @param outcome the protocol's error code, or the client library's word
     * @param maybeStored whether the event may be in the log all the same
     */
    void failed(String publisher, String channel, String messageId, String outcome, boolean maybeStored);

    /** A subscription began for the first time. */
    void subscribed(String subscriber, String channel, String epoch, long seq);

    /** An event was delivered to the application. */
    void saw(String subscriber, String channel, long seq, long prev, String messageId);

    /** The server said that everything between both ends, which are outside, is missing. */
    void gap(String subscriber, String channel, long after, long before, String reason);

    /** The server said that the log which this channel was in is gone. */
    void forgotten(String subscriber, String channel, String epoch);

    /** The server ended a subscription, or a client's whole connection for good. */
    void turnedAway(String subscriber, String channel, String code);
}
