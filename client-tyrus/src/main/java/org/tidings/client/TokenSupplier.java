package org.tidings.client;

/**
 * Gives the token for a connection. Asked before every attempt, on a worker thread, so it may block for a while (the
 * connect timeout covers it); asked once more when a server refused the token it gave, and when the token of a live
 * connection is about to end: the new one is handed over on the connection, which goes on.
 */
@FunctionalInterface
public interface TokenSupplier {

    /**
     * A signed JWT, or null to connect without one.
     *
     * @throws Exception if there is none now; the client waits and asks again
     */
    String token() throws Exception;
}
