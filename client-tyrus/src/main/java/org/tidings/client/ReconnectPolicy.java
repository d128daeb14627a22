package org.tidings.client;

import org.tidings.envelope.CloseCode;

/** Whether and how a client comes back after a refusal. Pure. */
final class ReconnectPolicy {

    private ReconnectPolicy() {}

    /** @param status of the handshake's answer */
    static CloseCode.Verdict afterRefusal(int status) {
        return switch (status) {
            // A token that was refused is asked for once more before it comes to this. 400: no common subprotocol.
            case 400, 401, 403 -> CloseCode.Verdict.STAY_AWAY;
            // Also 404: while an application server starts, the port is open before the application is there.
            default -> CloseCode.Verdict.BACK_OFF;
        };
    }
}
