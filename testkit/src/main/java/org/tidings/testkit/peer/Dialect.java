package org.tidings.testkit.peer;

/** How a peer is spoken with. Any thread may open conversations, one at a time. */
public interface Dialect {

    /**
     * The talk of one connection, which is about to be made.
     *
     * @param node to which it will be made, from 0
     * @param user who connects, where the peer wants to know: letters, digits and dashes
     * @param channel what to subscribe to, letters, digits and dashes; null for a connection that only publishes
     */
    Conversation open(int node, String user, String channel);
}
