/**
 * The versioned envelope that clients and servers exchange over WebSocket, its codec, and the payloads that the protocol
 * itself defines. {@code docs/protocol.md} is its contract.
 *
 * <p>Called by the server's socket adapters, by its services and by the Java client, on any thread: every public type is
 * immutable or stateless, but for the builder. Imports the JDK, JSON-P and JSON-B alone. Frames go through
 * {@link org.tidings.envelope.EnvelopeCodec}, the protocol's payloads through {@link org.tidings.envelope.Payloads};
 * an application's payload is cut out of its frame and never re-written.
 */
package org.tidings.envelope;
