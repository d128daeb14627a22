package org.tidings.client;

import org.tidings.client.socket.HandshakeRefused;
import org.tidings.envelope.Bye;
import org.tidings.envelope.CloseCode;

/** Decides whether and when the client comes back. Confined to the client's thread, for it counts failures. */
final class ReconnectPolicy {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final Backoff backoff;

    ReconnectPolicy(Backoff backoff) {
        this.backoff = backoff;
    }

    /** What to do now. */
    sealed interface Verdict {

        /** Come back after a while, 0 or more milliseconds. */
        record Return(long afterMillis) implements Verdict {}

        /** Never come back. @param code the protocol's word for why, null where there is none */
        record Stop(String code) implements Verdict {}
    }

    /** A connection has ended. @param bye the server's farewell, null without */
    Verdict afterClose(int closeCode, Bye bye) {
        // The farewell tells what the close frame would have: that may get lost with the connection.
        int code = bye == null ? closeCode : bye.code();
        long retryAfterMillis = bye == null || bye.retryAfterMs() == null ? 0 : bye.retryAfterMs();
        if (bye != null && Boolean.FALSE.equals(bye.reconnect())) {
            return new Verdict.Stop(nameOf(code));
        }
        if (code == CloseCode.NORMAL.number()) {
            // Not asked for by this side: proxies and servers that stop do that. The events go on.
            return new Verdict.Return(backoff.next(retryAfterMillis));
        }
        return switch (CloseCode.verdict(code)) {
            case STAY_AWAY -> new Verdict.Stop(nameOf(code));
            case RETURN_NOW -> new Verdict.Return(backoff.prompt(retryAfterMillis));
            case BACK_OFF -> new Verdict.Return(backoff.next(retryAfterMillis));
        };
    }

    /** The handshake was refused, and not for a token that another could replace. */
    Verdict afterRefusal(HandshakeRefused refused) {
        return switch (refused.status()) {
            case UNAUTHORIZED -> new Verdict.Stop("unauthenticated");
            case FORBIDDEN -> new Verdict.Stop("forbidden");
            // No common subprotocol.
            case 400 -> new Verdict.Stop(null);
            // Also 404: while an application server starts, the port is open before the application is there.
            default -> new Verdict.Return(backoff.next(refused.retryAfterMillis()));
        };
    }

    /** No connection came about. */
    Verdict afterFailure() {
        return new Verdict.Return(backoff.next(0));
    }

    /** A connection has held for a while: what comes now is a first failure. */
    void held() {
        backoff.reset();
    }

    /** Whether the refusal may be the token's fault. */
    static boolean isForToken(HandshakeRefused refused) {
        return refused.status() == UNAUTHORIZED || refused.status() == FORBIDDEN;
    }

    private static String nameOf(int code) {
        for (CloseCode known : CloseCode.values()) {
            if (known.number() == code) {
                return known.reason().replace(' ', '-');
            }
        }
        return Integer.toString(code);
    }
}
