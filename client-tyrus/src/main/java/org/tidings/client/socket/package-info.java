/**
 * Plain sockets under Tyrus: opens TCP and TLS connections, asks for the upgrade, and moves bytes between a socket and
 * Tyrus' protocol engine. Called by the client's transport alone; public because Tyrus makes its container by name, and
 * not meant for applications.
 *
 * <p>Threads: whoever connects blocks until the handshake is answered; one reader thread a connection then lives until
 * the connection ends; writes block their caller. Closing the socket frees every one of them at once, which is why the
 * container that comes with Tyrus is not used: it queues the closing behind a write that may never end, keeps its
 * threads after the last connection, and lends one pool to all clients, so that a few slow ones stop the others.
 */
package org.tidings.client.socket;
