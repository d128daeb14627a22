/**
 * The versioned envelope that clients and servers exchange over WebSocket, and its codec.
 *
 * <p>Called by the server's socket adapters and by the Java client, on any thread: every type here is immutable or
 * stateless. Imports the JDK, JSON-P and JSON-B alone. A payload is cut out of its frame and never re-written.
 */
package org.tidings.envelope;
