package org.tidings.administration;

import org.tidings.audit.AuditEvent;
import org.tidings.authentication.Caller;
import org.tidings.control.Directive;
import org.tidings.control.Disconnection;
import org.tidings.control.Pardon;
import org.tidings.control.Revocation;

/** What was directed, for the audit. Stateless. */
final class DirectedEvents {
    private DirectedEvents() {}

    /** @param by who asked this instance for it */
    static AuditEvent directed(Directive directive, Caller by) {
        return about("directed", directive).with("by", by.getName()).with("token", by.tokenId());
    }

    /** @param connections that it ended here */
    static AuditEvent obeyed(Directive directive, long connections) {
        return about("obeyed", directive).with("connections", connections);
    }

    private static AuditEvent about(String what, Directive directive) {
        AuditEvent event = AuditEvent.of(what).with("directive", directive.id());
        if (directive instanceof Revocation revocation) {
            event.with("does", "revoke")
                    .with("jti", revocation.tokenId())
                    .with("subject", revocation.subject())
                    .with(
                            "issuedBefore",
                            revocation.issuedBefore() == null
                                    ? null
                                    : revocation.issuedBefore().toString());
        } else if (directive instanceof Pardon pardon) {
            event.with("does", "pardon").with("revocation", pardon.revocation());
        } else if (directive instanceof Disconnection disconnection) {
            event.with("does", "disconnect").with("subject", disconnection.user());
        }
        return event;
    }
}
