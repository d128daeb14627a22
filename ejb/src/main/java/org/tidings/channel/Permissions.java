package org.tidings.channel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.tidings.audit.AuditTrail;
import org.tidings.authentication.Caller;
import org.tidings.authorization.AccessControl;
import org.tidings.authorization.Authorizer;
import org.tidings.authorization.ChannelAction;
import org.tidings.authorization.ChannelPattern;
import org.tidings.authorization.Decision;
import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.ErrorPayload;
import org.tidings.envelope.PresenceEnded;
import org.tidings.envelope.Unsubscribed;
import org.tidings.fanout.PatternSubscription;
import org.tidings.fanout.Subscription;
import org.tidings.session.Requester;
import org.tidings.session.Session;

/** Asks for rights: before a request is carried out, and again for subscriptions, which outlive it. Thread-safe. */
final class Permissions {
    private static final Logger LOG = System.getLogger(Permissions.class.getName());

    private final AccessControl control;
    private final AuditTrail audit;

    Permissions(AccessControl control, AuditTrail audit) {
        this.control = control;
        this.audit = audit;
    }

    /** The rules that hold now. */
    Authorizer rules() {
        return control.rules();
    }

    /**
     * @return why the session's caller may do this
     * @throws RequestFailed where not
     */
    Decision require(Requester requester, ChannelAction action, String channel) throws RequestFailed {
        Decision decision = decide(requester, action, channel);
        if (!decision.allowed()) {
            throw new RequestFailed(refusal(requester, action, channel, decision));
        }
        return decision;
    }

    /** Of a pattern: what may be done with each of its channels is still to be decided. */
    void requireSome(Requester requester, ChannelAction action, ChannelPattern pattern) throws RequestFailed {
        if (!rules().mayAllowSome(requester.caller(), action, pattern)) {
            throw new RequestFailed(
                    refusal(requester, action, pattern.text(), new Decision(Decision.Ground.NO_RULE_ALLOWS, null)));
        }
    }

    /** Whether there may be a channel that the pattern holds with which the requester's caller may do this. */
    boolean maySome(Requester requester, ChannelAction action, ChannelPattern pattern) {
        return rules().mayAllowSome(requester.caller(), action, pattern);
    }

    /** What the peer is answered, or null where the session's caller may do this. */
    ErrorPayload refusal(Requester requester, ChannelAction action, String channel) {
        Decision decision = decide(requester, action, channel);
        return decision.allowed() ? null : refusal(requester, action, channel, decision);
    }

    private ErrorPayload refusal(Requester requester, ChannelAction action, String channel, Decision decision) {
        String id = audit.nextDecision();
        refused("refused", requester, action, channel, decision, id);
        return decision.temporary()
                ? ErrorPayload.undecided(
                        "whether you have the right cannot be found out just now", Replies.RETRY_AFTER_MILLIS, id)
                : ErrorPayload.forbidden("you have no right to do this with the channel", id);
    }

    boolean may(Requester requester, ChannelAction action, String channel) {
        return decide(requester, action, channel).allowed();
    }

    /**
     * Ends a subscription to which its session has no right any more, and keeps one from the past whose session may not read
     * history any more.
     */
    void recheck(Session session, Subscription subscription) {
        String channel = subscription.channel();
        Decision decision = decide(session, ChannelAction.SUBSCRIBE, channel);
        if (!decision.allowed()) {
            withdraw(session, subscription, decision);
            return;
        }
        if (!may(session, ChannelAction.HISTORY, channel)) {
            subscription.feed().endRecovery(subscription);
        }
        if (session.visits().watches(subscription)) {
            Decision watching = decide(session, ChannelAction.PRESENCE, channel);
            if (!watching.allowed()) {
                endWatch(session, subscription, watching);
            }
        }
    }

    /** Does of {@link #recheck} what no application's verdict can change, so that it need not be waited for. */
    void recheckRules(Session session, Subscription subscription) {
        String channel = subscription.channel();
        Decision decision = control.settled(session.caller(), ChannelAction.SUBSCRIBE, channel);
        if (decision != null) {
            withdraw(session, subscription, decision);
            return;
        }
        if (control.settled(session.caller(), ChannelAction.HISTORY, channel) != null) {
            subscription.feed().endRecovery(subscription);
        }
        Decision watching = control.settled(session.caller(), ChannelAction.PRESENCE, channel);
        if (watching != null) {
            endWatch(session, subscription, watching);
        }
    }

    /** The subscriber may not know any more who comes and goes. */
    private void endWatch(Session session, Subscription subscription, Decision decision) {
        if (session.visits().unwatch(subscription)) {
            String id = audit.nextDecision();
            refused("withdrawn", session, ChannelAction.PRESENCE, subscription.channel(), decision, id);
            ErrorCode why = decision.temporary() ? ErrorCode.UNAVAILABLE : ErrorCode.FORBIDDEN;
            session.send(Envelope.event(Action.PRESENCE)
                    .channel(subscription.channel())
                    .payload(new PresenceEnded(why.wireName(), id))
                    .build());
        }
    }

    private void withdraw(Session session, Subscription subscription, Decision decision) {
        String id = audit.nextDecision();
        if (withdraw(session, subscription, decision.temporary() ? ErrorCode.UNAVAILABLE : ErrorCode.FORBIDDEN, id)) {
            refused("withdrawn", session, ChannelAction.SUBSCRIBE, subscription.channel(), decision, id);
        }
    }

    /**
     * Ends a subscription and tells its session why.
     *
     * @param decision what the operator finds it by; null where nothing was decided
     * @return false where it had ended before
     */
    boolean withdraw(Session session, Subscription subscription, ErrorCode why, String decision) {
        if (!session.subscriptions().remove(subscription)) {
            return false;
        }
        subscription.feed().withdraw(subscription);
        session.send(unsubscribed(subscription.channel(), why, decision));
        return true;
    }

    /** Likewise, of a subscription to a pattern. */
    void withdraw(Session session, PatternSubscription subscription, ErrorCode why, String decision) {
        if (session.subscriptions().remove(subscription)) {
            subscription.withdraw();
            session.send(unsubscribed(subscription.name(), why, decision));
        }
    }

    /** Ends a subscription to a pattern of which its session may hear nothing any more. */
    void withdraw(Session session, PatternSubscription subscription) {
        String id = audit.nextDecision();
        Decision decision = new Decision(Decision.Ground.NO_RULE_ALLOWS, null);
        refused("withdrawn", session, ChannelAction.SUBSCRIBE, subscription.name(), decision, id);
        withdraw(session, subscription, ErrorCode.FORBIDDEN, id);
    }

    private static Envelope unsubscribed(String channel, ErrorCode why, String decision) {
        return Envelope.event(Action.UNSUBSCRIBED)
                .channel(channel)
                .payload(new Unsubscribed(why.wireName(), why.temporary(), decision))
                .build();
    }

    /** The session has another token: what applications said of its user is asked again. */
    void renewed(Session session) {
        control.forget(session.caller().getName());
    }

    /** Whether {@link #missing} may ever answer. */
    boolean mayTakeTime() {
        return control.asksApplications();
    }

    /** Completes, and never fails, when all these decisions are at hand; null where they are now. */
    CompletionStage<?> missing(Requester requester, String channel, ChannelAction... actions) {
        List<CompletableFuture<?>> asked = new ArrayList<>();
        if (control.asksApplications()) {
            Authorizer rules = control.rules();
            Caller caller = requester.caller();
            for (ChannelAction action : actions) {
                if (!requester.decisions().isFresh(rules, caller, action, channel)) {
                    asked.add(control.decide(caller, action, channel)
                            .thenAccept(
                                    decision -> requester.decisions().keep(rules, caller, action, channel, decision))
                            .toCompletableFuture());
                }
            }
        }
        return asked.isEmpty() ? null : CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new));
    }

    private Decision decide(Requester requester, ChannelAction action, String channel) {
        Authorizer rules = control.rules();
        Caller caller = requester.caller();
        if (control.asksApplications()) {
            Decision known = requester.decisions().known(rules, caller, action, channel);
            // Something changed since it was asked for: no is the answer that can be mended.
            return known != null ? known : new Decision(Decision.Ground.NO_VERDICT, null);
        }
        return action == ChannelAction.PUBLISH
                ? requester.decisions().publish(rules, caller, channel)
                : rules.decide(caller, action, channel);
    }

    /** What the peer is told, and the operator finds the reason by. */
    private void refused(
            String event, Requester requester, ChannelAction action, String channel, Decision decision, String id) {
        audit.record(Happened.in(requester, event, channel)
                .with("action", action.wireName())
                .with("decision", id)
                .with("because", decision.words())
                .with("question", decision.question()));
        LOG.log(
                Level.DEBUG,
                () -> "decision " + id + ": requester " + requester.id() + " may not " + action.wireName() + " "
                        + channel + ": " + decision.words());
    }
}
