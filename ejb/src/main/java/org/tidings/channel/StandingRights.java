package org.tidings.channel;

import java.util.concurrent.CompletionStage;
import org.tidings.authentication.Caller;
import org.tidings.authorization.Authorizer;
import org.tidings.authorization.ChannelAction;
import org.tidings.envelope.ErrorCode;
import org.tidings.fanout.PatternSubscription;
import org.tidings.fanout.Subscription;
import org.tidings.session.Session;

/** Asks again whether subscriptions that stand may go on, whenever what they were allowed on has changed. Thread-safe. */
final class StandingRights {

    private final Permissions permissions;
    private final ChannelAccess access;

    StandingRights(Permissions permissions, ChannelAccess access) {
        this.permissions = permissions;
        this.access = access;
    }

    /** What a decision rested on. */
    record Basis(Authorizer rules, Caller caller) {}

    Basis basis(Session session) {
        return new Basis(permissions.rules(), session.caller());
    }

    /** A subscription stands since now; its rights were asked for on the basis given. */
    void attached(Session session, Subscription subscription, Basis basis) {
        if (session.isClosing() || !session.subscriptions().has(subscription)) {
            // It ended while it was being attached.
            subscription.feed().detach(subscription);
        } else if (permissions.rules() != basis.rules() || session.caller() != basis.caller()) {
            // What it was decided on changed while it was on its way, and may have been rechecked without it.
            recheck(session, subscription);
        }
    }

    /** Likewise of one to a pattern. */
    void attached(Session session, PatternSubscription subscription, Basis basis) {
        if (session.isClosing() || !session.subscriptions().has(subscription)) {
            subscription.detach();
        } else if (permissions.rules() != basis.rules() || session.caller() != basis.caller()) {
            recheck(session, subscription);
        }
    }

    /** Ends each subscription of a session to which its caller has no right any more, or whose namespace is gone. */
    void recheck(Session session) {
        session.subscriptions().toChannels().forEach(subscription -> recheck(session, subscription));
        session.subscriptions().toPatterns().forEach(subscription -> recheck(session, subscription));
    }

    private void recheck(Session session, PatternSubscription subscription) {
        if (!access.isKnown(subscription.name())) {
            permissions.withdraw(session, subscription, ErrorCode.UNKNOWN_CHANNEL, null);
        } else if (!access.takesPatterns(subscription.name())) {
            permissions.withdraw(session, subscription, ErrorCode.UNSUPPORTED, null);
        } else if (!permissions.maySome(session, ChannelAction.SUBSCRIBE, subscription.pattern())) {
            permissions.withdraw(session, subscription);
        } else {
            subscription.reconsider();
        }
    }

    /** The session has another token. */
    void renewed(Session session) {
        permissions.renewed(session);
        recheck(session);
    }

    private void recheck(Session session, Subscription subscription) {
        if (!access.isKnown(subscription.channel())) {
            permissions.withdraw(session, subscription, ErrorCode.UNKNOWN_CHANNEL, null);
            return;
        }
        permissions.recheckRules(session, subscription);
        CompletionStage<?> missing =
                permissions.missing(session, subscription.channel(), rights(session, subscription));
        if (missing == null) {
            permissions.recheck(session, subscription);
        } else {
            missing.whenComplete((known, failure) -> permissions.recheck(session, subscription));
        }
    }

    private static ChannelAction[] rights(Session session, Subscription subscription) {
        return session.visits().watches(subscription)
                ? new ChannelAction[] {ChannelAction.SUBSCRIBE, ChannelAction.HISTORY, ChannelAction.PRESENCE}
                : new ChannelAction[] {ChannelAction.SUBSCRIBE, ChannelAction.HISTORY};
    }
}
