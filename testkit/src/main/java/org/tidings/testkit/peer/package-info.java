/**
 * The messaging servers that take part in a comparison, Tidings among them, and how each is spoken with over WebSocket.
 *
 * <p>Called by {@code org.tidings.testkit.compare}: peers are started and ended by the driver's thread; a
 * {@link org.tidings.testkit.peer.Conversation} belongs to the thread of the load generator that holds its connection.
 */
package org.tidings.testkit.peer;
