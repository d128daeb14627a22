package org.tidings.channel;

import org.tidings.audit.AuditEvent;
import org.tidings.log.Publication;
import org.tidings.log.PublishOutcome;
import org.tidings.session.Requester;

/** What happened to a requester, or between it and a channel, for the audit. Stateless. */
final class Happened {
    private Happened() {}

    static AuditEvent to(Requester requester, String event) {
        return AuditEvent.of(event)
                .with("connection", requester.id())
                .with("user", requester.caller().getName())
                .with("token", requester.caller().tokenId());
    }

    static AuditEvent in(Requester requester, String event, String channel) {
        return to(requester, event).with("channel", channel);
    }

    /** @param digest of the payload; null where none is wanted */
    static AuditEvent published(Requester requester, Publication publication, PublishOutcome outcome, String digest) {
        AuditEvent event = in(requester, "published", publication.channel()).with("messageId", publication.messageId());
        if (outcome instanceof PublishOutcome.Accepted stored) {
            event = event.with("epoch", stored.epoch()).with("seq", stored.seq());
        }
        return event.with("digest", digest);
    }
}
