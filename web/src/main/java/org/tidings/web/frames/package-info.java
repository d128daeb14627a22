/**
 * What stands between the network and a WebSocket implementation that takes too much: the headers of a client's frames
 * are read on their way, and the first one that breaks a rule of RFC 6455 ends the connection. And the way out past both, for
 * frames that are ready to go: {@link org.tidings.web.frames.FrameOutput}, where the server's connections are as known. There the
 * connection is taken from the server's HTTP, too, which would keep the request of each.
 *
 * <p>{@code HandshakeFilter} puts it there with {@link org.tidings.web.frames.GuardedRequest}. What comes in
 * runs on the container's threads, one at a time for a connection, where it left HTTP perhaps one for many connections; what goes out on any. Only where Tyrus is the implementation: it asks for its input
 * through the servlet API, others do not.
 */
package org.tidings.web.frames;
