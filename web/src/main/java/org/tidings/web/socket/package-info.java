/**
 * WebSocket: admission of a handshake, the endpoint, encoders and decoders. The only place of the server that knows
 * {@code jakarta.websocket}; what happens to an envelope is decided elsewhere.
 *
 * <p>The handshake runs on request threads, the endpoint on the container's threads, one at a time for one connection.
 */
package org.tidings.web.socket;
