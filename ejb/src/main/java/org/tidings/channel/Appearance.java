package org.tidings.channel;

import org.tidings.authorization.ChannelAction;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.ErrorPayload;
import org.tidings.envelope.SubscribeOptions;
import org.tidings.fanout.Subscription;
import org.tidings.limits.Limit;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.namespace.PresenceMode;
import org.tidings.presence.Presence;
import org.tidings.session.Session;

/** Lets others see who subscribes, and subscribers see who else does. Thread-safe. */
final class Appearance {

    private final Permissions permissions;
    private final Presence presence;

    Appearance(Permissions permissions, Presence presence) {
        this.permissions = permissions;
        this.presence = presence;
    }

    /** Whether a subscriber asks to be told who comes and goes. Refused where that cannot be. */
    boolean wanted(Session session, String channel, NamespaceOptions namespace, SubscribeOptions options)
            throws RequestFailed {
        if (!Boolean.TRUE.equals(options.presence())) {
            return false;
        }
        permissions.require(session, ChannelAction.PRESENCE, channel);
        PresenceMode mode = namespace.presence();
        if (mode == PresenceMode.OFF || mode == PresenceMode.MEMBERS && !namespace.joinLeave()) {
            throw new RequestFailed(ErrorCode.UNSUPPORTED, "the channel's namespace does not tell who comes and goes");
        }
        return true;
    }

    /**
     * A subscription begins: its user is on the channel from now on.
     *
     * @param reply queues the reply to the request; nobody is told of before
     * @return why the subscription cannot begin; null where it has
     */
    ErrorPayload begin(
            Session session, Subscription subscription, NamespaceOptions namespace, boolean watches, Runnable reply) {
        if (namespace.presence() == PresenceMode.OFF) {
            reply.run();
            return null;
        }
        String channel = subscription.channel();
        if (!session.visits().enter(subscription, presence, channel, session.caller())) {
            session.limits().exceeded(Limit.MEMBERS);
            return ErrorPayload.of(ErrorCode.LIMIT_EXCEEDED, "too many users on too many channels of this instance");
        }
        if (watches) {
            Reply replied = new Reply();
            session.visits()
                    .watch(
                            subscription,
                            namespace.presence() == PresenceMode.MEMBERS,
                            event -> replied.queued && session.outlet().mention(event));
            reply.run();
            replied.queued = true;
        } else {
            reply.run();
        }
        if (!session.subscriptions().has(subscription)) {
            // It ended while it began.
            session.visits().leave(subscription);
        }
        return null;
    }

    private static final class Reply {
        /** Written by the thread that replies; read by the one that tells of changes. */
        private volatile boolean queued;
    }
}
