package org.tidings.instance;

import org.tidings.administration.Administration;
import org.tidings.audit.AuditEvent;
import org.tidings.audit.AuditTrail;
import org.tidings.authentication.Caller;
import org.tidings.envelope.CloseCode;
import org.tidings.fanout.FollowUp;
import org.tidings.limits.Seat;
import org.tidings.session.Call;
import org.tidings.session.RequestHandler;
import org.tidings.session.Session;
import org.tidings.session.SessionRegistry;
import org.tidings.session.Transport;

/**
 * Receives callers who were admitted: begins the session or the call of each, and tells the audit of those who come and those who
 * leave. Thread-safe.
 */
public final class Reception {

    /** For one whose seat somebody else took while the server was slow to open the connection. */
    private static final long LATE_RETRY_MILLIS = 2_000;

    private final SessionRegistry sessions;
    private final RequestHandler requests;
    private final Administration administration;
    private final AuditTrail audit;

    /** @param requests carries out what is asked in a call */
    Reception(SessionRegistry sessions, RequestHandler requests, Administration administration, AuditTrail audit) {
        this.sessions = sessions;
        this.requests = requests;
        this.administration = administration;
        this.audit = audit;
        sessions.whenEnded(this::left);
    }

    /**
     * Begins a session; its frames go to {@link RunningInstance#requests()}. Where the transport never blocks, {@code hello} is written
     * on this thread.
     *
     * @param seat given back when it ends
     */
    public Session open(Caller caller, Seat seat, Transport transport) {
        return FollowUp.returning(() -> begin(caller, seat, transport));
    }

    private Session begin(Caller caller, Seat seat, Transport transport) {
        boolean seated = seat.occupy();
        Session session = sessions.open(caller, seat::leave, transport);
        if (!seated) {
            session.close(CloseCode.OVERLOADED, LATE_RETRY_MILLIS);
        }
        audit.record(AuditEvent.of("connected")
                .with("connection", session.id())
                .with("user", caller.getName())
                .with("token", caller.tokenId()));
        administration.endIfRevoked(session);
        return session;
    }

    /** Begins a call of somebody without a connection. */
    public Call call(Caller caller) {
        return sessions.call(caller, requests);
    }

    private void left(Session session) {
        Session.Ending ending = session.ending();
        audit.record(AuditEvent.of("disconnected")
                .with("connection", session.id())
                .with("user", session.caller().getName())
                .with("by", ending == null ? "peer" : "server")
                .with(
                        "code",
                        ending == null ? null : Integer.toString(ending.code().number()))
                .with("because", ending == null ? null : ending.because()));
    }
}
