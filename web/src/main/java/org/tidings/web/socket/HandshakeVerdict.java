package org.tidings.web.socket;

import org.tidings.authentication.Caller;
import org.tidings.limits.Refusal;
import org.tidings.limits.Seat;

/** What becomes of a handshake. */
sealed interface HandshakeVerdict {
    /** @param seat to be given back when there will be no connection */
    record Admitted(Caller caller, Seat seat) implements HandshakeVerdict {}

    /** @param reason for the log alone: bounded, without anything secret */
    record Refused(HandshakeRefusal refusal, String reason) implements HandshakeVerdict {}

    /** Not now. */
    record Limited(Refusal limit) implements HandshakeVerdict {}
}
