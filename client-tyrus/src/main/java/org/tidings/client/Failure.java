package org.tidings.client;

/** Why a request did not succeed. */
public enum Failure {
    /** The server answered with an error that trying again will not change, or did so until the deadline passed. */
    REFUSED,
    /**
     * The message was sent, no answer came, and the server's window for dropping duplicates is over: it may or may not
     * be stored. Sending it again could store it twice.
     */
    OUTCOME_UNKNOWN,
    /** The client's queue of unfinished publishes is full; nothing was sent. Try again when others have finished. */
    QUEUE_FULL,
    /** The envelope is bigger than a frame may be; nothing was sent. */
    TOO_LARGE,
    /** No answer came in time. */
    TIMED_OUT,
    /** The client was closed, by the application or by the server's order. */
    CLOSED
}
