package org.tidings.web.socket;

import org.tidings.authentication.Caller;

/** What becomes of a handshake. */
sealed interface HandshakeVerdict {
    record Admitted(Caller caller) implements HandshakeVerdict {}

    /** @param reason for the log alone: bounded, without anything secret */
    record Refused(HandshakeRefusal refusal, String reason) implements HandshakeVerdict {}
}
