/**
 * How long the server of the default distribution waits for a peer: the time in which a handshake, a request's body and the reading
 * of an answer must be over, for Grizzly itself bounds silence alone, and whoever sends a byte a second is never silent.
 *
 * <p>Lies in {@code WEB-INF/lib} of the default distribution, where the server's own classes can be seen. {@code PeerWatch} runs in
 * Grizzly's threads, for each event of a connection that is no WebSocket yet; {@code ListenerGuard} has one thread of its own. And on which
 * thread frames are read: {@code FrameReads}.
 */
package org.tidings.launcher.listener;
