/**
 * What happened, for those who must be able to say so later: who connected, subscribed, was refused, and by which rule, as JSON
 * lines of which each holds the hash of the one before.
 *
 * <p>Any thread hands an {@link org.tidings.audit.AuditEvent} to the {@link org.tidings.audit.AuditTrail}, which never blocks;
 * one thread, {@code tidings-audit}, writes. {@link org.tidings.audit.AuditVerifier} reads what was written, in another process.
 * Nothing here ever sees a token or keeps a payload.
 */
package org.tidings.audit;
