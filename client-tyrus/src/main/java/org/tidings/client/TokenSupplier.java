package org.tidings.client;

/**
 * Gives the token for a connection. Asked before every attempt, on a worker thread, so it may block for a while (the
 * connect timeout covers it); asked once more when a server refused the token it gave.
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
