package org.tidings.authorization;

import java.util.concurrent.CompletionStage;

/**
 * An application's own say in who may do what: a CDI bean or a session bean of this type, deployed with Tidings in one application,
 * is asked beside the rules. What it answers counts as one rule more.
 *
 * <p>Called by several threads at once, which are few and call for all connections: it must not block. Whoever must ask a database or
 * another service hands over to a thread and answers later. No answer in time, a null and an exception are no verdict: then nothing is allowed, and the
 * client is told that it is unavailable for the time being.
 */
public interface ChannelAuthorizer {
    /** What a rule could say. */
    enum Verdict {
        /** Counts as a rule that allows. */
        ALLOW,
        /** Counts as a rule that denies: nothing that allows can outweigh it. */
        VETO,
        /** Counts as no rule. */
        ABSTAIN
    }

    CompletionStage<Verdict> decide(ChannelRequest request);
}
