package org.tidings.web.socket;

import java.util.List;
import java.util.Optional;
import org.tidings.authentication.Caller;
import org.tidings.authentication.OriginPolicy;
import org.tidings.authentication.TokenRejected;
import org.tidings.authentication.TokenVerifier;
import org.tidings.instance.Readiness;
import org.tidings.limits.ClientAddress;
import org.tidings.limits.Entrance;
import org.tidings.limits.Entry;
import org.tidings.limits.Refusal;
import org.tidings.limits.Seat;
import org.tidings.web.admission.BearerToken;
import org.tidings.web.socket.HandshakeVerdict.Admitted;
import org.tidings.web.socket.HandshakeVerdict.Limited;
import org.tidings.web.socket.HandshakeVerdict.Refused;

/**
 * Decides who may open a WebSocket: first whether the address may ask at all, then whether it is one, then the page's origin, then
 * whether this instance takes anyone, then the token or ticket, then what is left of the protocol, last whether there is room.
 * Thread-safe; blocks only where keys must be fetched or a ticket is taken.
 */
final class HandshakePolicy {
    private final OriginPolicy origins;
    private final TokenVerifier tokens;
    private final TicketCheck tickets;
    private final Readiness readiness;
    private final Entrance entrance;

    /** Whom a one-time ticket was made for. */
    interface TicketCheck {
        Caller redeem(String ticket) throws TokenRejected;
    }

    /** Once ready, an instance goes on taking connections while the broker is away: history can be read without it. */
    private volatile boolean wasReady;

    HandshakePolicy(
            OriginPolicy origins, TokenVerifier tokens, TicketCheck tickets, Readiness readiness, Entrance entrance) {
        this.origins = origins;
        this.tokens = tokens;
        this.tickets = tickets;
        this.readiness = readiness;
        this.entrance = entrance;
    }

    HandshakeVerdict decide(HandshakeOffer offer, ClientAddress client) {
        Optional<Refusal> limited = entrance.knock(client);
        if (limited.isPresent()) {
            return new Limited(limited.get());
        }
        if (!offer.isUpgrade()) {
            return refused(HandshakeRefusal.NOT_AN_UPGRADE);
        }
        if (!offer.speaksVersion13()) {
            return refused(HandshakeRefusal.UNKNOWN_VERSION);
        }
        if (!originAllowed(offer)) {
            return refused(HandshakeRefusal.BAD_ORIGIN);
        }
        if (readiness.draining()) {
            return refused(HandshakeRefusal.DRAINING);
        }
        if (!startedUp()) {
            return refused(HandshakeRefusal.NOT_READY);
        }
        Caller caller;
        try {
            caller = caller(offer);
        } catch (TokenRejected rejected) {
            // Keys that cannot be read are our trouble: a verdict on the token would keep good clients away for ever.
            return new Refused(
                    rejected.temporary() ? HandshakeRefusal.NOT_READY : HandshakeRefusal.UNAUTHENTICATED,
                    rejected.getMessage());
        }
        if (!speaksOurs(offer.protocols())) {
            return refused(HandshakeRefusal.UNKNOWN_SUBPROTOCOL);
        }
        if (!offer.hasNonce()) {
            return refused(HandshakeRefusal.MALFORMED);
        }
        Entry entry = entrance.seat(client, caller.getName(), readiness.overloaded());
        return entry instanceof Seat seat ? new Admitted(caller, seat) : new Limited((Refusal) entry);
    }

    private static Refused refused(HandshakeRefusal refusal) {
        return new Refused(refusal, refusal.problem().title());
    }

    /**
     * A client without an Origin is no browser, so it can send the Authorization header. One that cannot, yet sends no
     * Origin, is something in between that nobody has vouched for.
     */
    private boolean originAllowed(HandshakeOffer offer) {
        List<String> sent = offer.origins();
        if (sent.isEmpty()) {
            return offer.subprotocolTokens().isEmpty() && offer.tickets().isEmpty();
        }
        return sent.size() == 1 && origins.allows(sent.get(0));
    }

    private boolean startedUp() {
        if (!wasReady) {
            wasReady = readiness.obstacles().isEmpty();
        }
        return wasReady;
    }

    private Caller caller(HandshakeOffer offer) throws TokenRejected {
        List<String> sent = offer.tickets();
        boolean ticketAlone = sent.size() == 1
                && offer.authorizations().isEmpty()
                && offer.subprotocolTokens().isEmpty()
                && !offer.hasTokenInQuery();
        if (ticketAlone) {
            return tickets.redeem(sent.get(0));
        }
        return tokens.verify(sent.isEmpty() ? onlyToken(offer) : null);
    }

    /** The one token that was sent; null where there is none, or more than one to choose from. */
    private static String onlyToken(HandshakeOffer offer) {
        List<String> inList = offer.subprotocolTokens();
        List<String> inHeader = offer.authorizations();
        if (offer.hasTokenInQuery() || inList.size() + inHeader.size() != 1) {
            return null;
        }
        if (!inList.isEmpty()) {
            return inList.get(0);
        }
        return BearerToken.inHeader(inHeader).orElse(null);
    }

    private static boolean speaksOurs(List<String> protocols) {
        return protocols.isEmpty() || protocols.stream().anyMatch(Subprotocols.KNOWN::contains);
    }
}
