package org.tidings.channel;

import org.tidings.audit.AuditEvent;
import org.tidings.log.Publication;
import org.tidings.log.PublishOutcome;
import org.tidings.session.Session;

/** What happened to a session, or between it and a channel, for the audit. Stateless. */
final class Happened {
    private Happened() {}

    static AuditEvent to(Session session, String event) {
        return AuditEvent.of(event)
                .with("connection", session.id())
                .with("user", session.caller().getName())
                .with("token", session.caller().tokenId());
    }

    static AuditEvent in(Session session, String event, String channel) {
        return to(session, event).with("channel", channel);
    }

    /** @param digest of the payload; null where none is wanted */
    static AuditEvent published(
            Session session, Publication publication, PublishOutcome.Accepted stored, String digest) {
        return in(session, "published", publication.channel())
                .with("messageId", publication.messageId())
                .with("epoch", stored.epoch())
                .with("seq", stored.seq())
                .with("digest", digest);
    }
}
