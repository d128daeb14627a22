package org.tidings.channel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.tidings.audit.AuditTrail;
import org.tidings.authentication.Caller;
import org.tidings.authentication.Revocations;
import org.tidings.authentication.TokenRejected;
import org.tidings.authentication.TokenVerifier;
import org.tidings.control.Revocation;
import org.tidings.envelope.Authenticated;
import org.tidings.envelope.BadPayload;
import org.tidings.envelope.CloseCode;
import org.tidings.envelope.Credentials;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.ErrorPayload;
import org.tidings.envelope.Payloads;
import org.tidings.session.Session;

/**
 * Takes further tokens on a live connection. A bad one changes nothing: the connection lives until the end of its own. One of
 * another subject ends it: what was subscribed and queued for the one must not reach the other. Thread-safe; blocks
 * where keys must be fetched, so not for threads that others wait for.
 */
final class TokenRenewal {

    private static final String ANOTHERS = "a token of another subject";

    private static final Logger LOG = System.getLogger(TokenRenewal.class.getName());

    private final TokenVerifier tokens;
    private final Revocations revocations;
    private final StandingRights standing;
    private final FailedRequests failures;
    private final AuditTrail audit;

    TokenRenewal(
            TokenVerifier tokens,
            Revocations revocations,
            StandingRights standing,
            FailedRequests failures,
            AuditTrail audit) {
        this.tokens = tokens;
        this.revocations = revocations;
        this.standing = standing;
        this.failures = failures;
        this.audit = audit;
    }

    void authenticate(Session session, Envelope request) throws RequestFailed, BadPayload {
        RequestFailed.unless(session.limits().token());
        Credentials credentials = Payloads.read(request.payload(), Credentials.class, Credentials.MAX_PAYLOAD_LENGTH);
        Caller renewed = verify(session, credentials.token());
        if (!renewed.isSameSubjectAs(session.caller())) {
            String decision = refused(session, ANOTHERS);
            failures.answer(session, request, ErrorPayload.forbidden("the token is another subject's", decision));
            session.close(CloseCode.FORBIDDEN, 0, ANOTHERS);
            return;
        }
        session.renew(renewed);
        audit.record(Happened.to(session, "renewed")
                .with("expiresAt", renewed.expiresAt().toString()));
        // What was revoked since it was verified came for the old token.
        Optional<Revocation> revoked = revocations.of(renewed);
        if (revoked.isPresent()) {
            session.close(
                    Revocations.closeCode(revoked.get()),
                    0,
                    "revocation " + revoked.get().id());
            return;
        }
        session.send(request.reply()
                .payload(new Authenticated(renewed.expiresAt().toEpochMilli()))
                .build());
        standing.renewed(session);
    }

    private String refused(Session session, String because) {
        String decision = audit.nextDecision();
        audit.record(Happened.to(session, "renewal-refused")
                .with("decision", decision)
                .with("because", because));
        return decision;
    }

    private Caller verify(Session session, String token) throws RequestFailed {
        try {
            return tokens.verify(token);
        } catch (TokenRejected rejected) {
            refused(session, rejected.getMessage());
            LOG.log(Level.INFO, "session {0}: a further token was refused: {1}", session.id(), rejected.getMessage());
            throw rejected.temporary()
                    ? new RequestFailed(
                            ErrorCode.UNAVAILABLE, "no token can be verified just now", Replies.RETRY_AFTER_MILLIS)
                    : new RequestFailed(ErrorCode.UNAUTHENTICATED, "the token is not accepted");
        }
    }
}
