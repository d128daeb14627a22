/**
 * What stands between the network and a WebSocket implementation that takes too much: the headers of a client's frames
 * are read on their way, and the first one that breaks a rule of RFC 6455 ends the connection.
 *
 * <p>{@code HandshakeFilter} puts it there with {@link org.tidings.web.frames.GuardedRequest}. All runs on the
 * container's threads, one at a time for a connection. Only where Tyrus is the implementation: it asks for its input
 * through the servlet API, others do not.
 */
package org.tidings.web.frames;
