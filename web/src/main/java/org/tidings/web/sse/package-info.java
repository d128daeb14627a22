/**
 * One channel as server-sent events, {@code GET /tidings/api/channels/{channel}/stream}: a session like that of a WebSocket, whose
 * frames are written as events of a response that does not end.
 *
 * <p>Admission runs on request threads. What is sent is written by whoever may write just then, a writer of the sessions' or a
 * thread of the container, and never on two at once; nobody waits for the peer.
 */
package org.tidings.web.sse;
