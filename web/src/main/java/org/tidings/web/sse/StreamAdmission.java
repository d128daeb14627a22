package org.tidings.web.sse;

import java.util.Optional;
import org.tidings.authentication.Caller;
import org.tidings.authentication.OriginPolicy;
import org.tidings.authentication.TokenRejected;
import org.tidings.authentication.TokenVerifier;
import org.tidings.envelope.ErrorCode;
import org.tidings.instance.CurrentInstance;
import org.tidings.limits.ClientAddress;
import org.tidings.limits.Entrance;
import org.tidings.limits.Entry;
import org.tidings.limits.Refusal;
import org.tidings.limits.Seat;
import org.tidings.web.problem.Problem;

/**
 * Decides who may open a stream, in the order of a WebSocket's handshake: the address, the page's origin, whether this instance takes
 * anyone, the token or ticket, last whether there is room. An Origin need not be there: browsers send none to the page's own server.
 * Thread-safe; blocks only where keys must be fetched or a ticket is taken.
 */
final class StreamAdmission {

    private final OriginPolicy origins;
    private final TokenVerifier tokens;
    private final CurrentInstance instance;
    private final Entrance entrance;

    StreamAdmission(OriginPolicy origins, TokenVerifier tokens, CurrentInstance instance, Entrance entrance) {
        this.origins = origins;
        this.tokens = tokens;
        this.instance = instance;
        this.entrance = entrance;
    }

    /** What became of an offer. */
    sealed interface Verdict {}

    /** @param seat the stream's to give back */
    record Admitted(Caller caller, Seat seat) implements Verdict {}

    /** @param reason for the operator alone */
    record Refused(Problem problem, String reason) implements Verdict {}

    record Limited(Refusal limit) implements Verdict {}

    Verdict decide(StreamOffer offer, ClientAddress client) {
        Optional<Refusal> limited = entrance.knock(client);
        if (limited.isPresent()) {
            return new Limited(limited.get());
        }
        if (!originAllowed(offer)) {
            return refused(
                    403, "Origin not allowed", "Pages of this origin may not connect here.", ErrorCode.FORBIDDEN);
        }
        if (instance.draining() || !instance.wasReady()) {
            return notReady("not ready");
        }
        try {
            Caller caller = offer.isTicketAlone()
                    ? instance.get().tickets().redeem(offer.tickets().get(0))
                    : tokens.verify(offer.onlyToken());
            Entry entry = entrance.seat(client, caller.getName(), instance.overloaded());
            return entry instanceof Seat seat ? new Admitted(caller, seat) : new Limited((Refusal) entry);
        } catch (TokenRejected rejected) {
            return rejected.temporary()
                    ? notReady(rejected.getMessage())
                    : new Refused(
                            problem(
                                    401,
                                    "Unauthenticated",
                                    "Send one valid token in the Authorization header, or one ticket in the query.",
                                    ErrorCode.UNAUTHENTICATED),
                            rejected.getMessage());
        }
    }

    private boolean originAllowed(StreamOffer offer) {
        return offer.origins().isEmpty()
                || offer.origins().size() == 1 && origins.allows(offer.origins().get(0));
    }

    private static Refused notReady(String reason) {
        return new Refused(
                problem(503, "Not ready", "This instance cannot answer just now: try again.", ErrorCode.UNAVAILABLE)
                        .retryAfter(1_000),
                reason);
    }

    private static Refused refused(int status, String title, String detail, ErrorCode code) {
        return new Refused(problem(status, title, detail, code), title);
    }

    private static Problem problem(int status, String title, String detail, ErrorCode code) {
        return new Problem(status, title, detail).code(code);
    }
}
