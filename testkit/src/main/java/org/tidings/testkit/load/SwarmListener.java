package org.tidings.testkit.load;

/** What a {@link SwarmClient} is told, on the swarm's thread, in order, nothing taken out. */
interface SwarmListener {

    SwarmListener SILENT = new SwarmListener() {};

    /** The server has greeted. */
    default void greeted(SwarmClient client) {}

    /** Every subscription stands, and all that was missed has come. */
    default void caughtUp(SwarmClient client) {}

    /** The first subscription to a channel stands. */
    default void subscribed(SwarmClient client, String channel, String epoch, long seq) {}

    default void message(SwarmClient client, WireText event, long nanos) {}

    /** @param count how many are missing; −1 where the server does not know */
    default void gap(SwarmClient client, String channel, long after, long before, long count) {}

    /** Somebody came to a channel that the client watches, or went, or many did. */
    default void presence(SwarmClient client, WireText event) {}

    default void positioned(SwarmClient client, String channel, long seq) {}

    /** The connection is gone; the client comes back by itself. */
    default void lost(SwarmClient client) {}

    /** Something that a well-behaved server does not do. */
    default void complaint(SwarmClient client, String what) {}
}
