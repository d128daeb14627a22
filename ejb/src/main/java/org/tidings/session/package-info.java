/**
 * One connection from its opening to its end: who it is, what it is subscribed to, what waits to be sent to it, when it is silent for
 * too long. To each of these {@link org.tidings.session.Session} has a piece of its own.
 *
 * <p>A session's requests come on the container's thread, one at a time; its outbound queue is filled by any thread and
 * emptied by one of few writer threads, always the same one, with one send in flight; one sweeper thread keeps all sessions' time.
 * Knows nothing of WebSocket: {@link org.tidings.session.Transport} is what it needs of one.
 */
package org.tidings.session;
