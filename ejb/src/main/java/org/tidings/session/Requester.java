package org.tidings.session;

import org.tidings.authentication.Caller;
import org.tidings.authorization.KeptDecisions;
import org.tidings.envelope.CloseCode;
import org.tidings.envelope.Envelope;
import org.tidings.limits.SessionLimits;

/**
 * Who asks, on a connection of their own or with a single call, and is answered. Thread-safe: an answer may come on any thread,
 * behind the request or within it.
 */
public interface Requester {

    /** Names the asker in the log and the audit. */
    String id();

    Caller caller();

    /** Whether the token is over. */
    boolean tokenHasEnded();

    SessionLimits limits();

    /** What was decided about the caller. */
    KeptDecisions decisions();

    /** Keeps requests in order where one must wait. */
    RequestOrder order();

    /** The answer: a reply or an error. */
    void send(Envelope answer);

    /** Nothing more of this asker counts. */
    boolean isClosing();

    /** Ends it, where there is something to end. */
    void close(CloseCode code, long retryAfterMillis);
}
