package org.tidings.client;

/** Where a client stands between its first connection and its end. */
public enum ConnectionState {
    /** Built, not yet told to connect. */
    IDLE,
    /** Opening a connection, up to the server's greeting. */
    CONNECTING,
    /** The connection is up; subscriptions are being resumed and what they missed is arriving. Publishes flow. */
    RECOVERING,
    /** The connection is up and every subscription is live. */
    CONNECTED,
    /** No connection; the next attempt is due after a pause. */
    WAITING,
    /** Over for good: closed by the application, or ended by the server with an order not to come back. */
    CLOSED
}
