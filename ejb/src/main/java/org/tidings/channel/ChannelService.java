package org.tidings.channel;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletionStage;
import org.tidings.audit.AuditTrail;
import org.tidings.authorization.AccessControl;
import org.tidings.authorization.ChannelAction;
import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;
import org.tidings.fanout.Fanout;
import org.tidings.filter.Filters;
import org.tidings.inbox.Inboxes;
import org.tidings.log.EventLog;
import org.tidings.log.LiveEvents;
import org.tidings.namespace.CurrentNamespaces;
import org.tidings.presence.Presence;
import org.tidings.session.Requester;
import org.tidings.session.Session;

/** Everything that can be asked of channels, each action in a class of its own. Thread-safe. */
public final class ChannelService {

    private final Permissions permissions;
    private final StandingRights standing;
    private final AuditTrail audit;
    private final FailedRequests failures;
    private final PublishRequests publishes;
    private final SubscribeRequests subscriptions;
    private final HistoryRequests history;
    private final PresenceRequests presence;
    private final AckRequests acks;

    public ChannelService(
            EventLog log,
            LiveEvents live,
            Fanout fanout,
            AccessControl control,
            CurrentNamespaces namespaces,
            Presence presence,
            Inboxes inboxes,
            AuditTrail audit,
            int maxFrameBytes,
            MeterRegistry meters) {
        this.audit = audit;
        ChannelAccess access = new ChannelAccess(log, live, fanout, namespaces, new Filters(meters));
        permissions = new Permissions(control, audit);
        standing = new StandingRights(permissions, access);
        failures = new FailedRequests(meters);
        publishes = new PublishRequests(log, live, access, permissions, audit, maxFrameBytes, failures, meters);
        subscriptions = new SubscribeRequests(
                access,
                permissions,
                standing,
                new Appearance(permissions, presence),
                new PatternRequests(access, permissions, standing, audit, failures),
                inboxes,
                audit,
                failures);
        acks = new AckRequests(access, permissions, inboxes, failures);
        history = new HistoryRequests(access, permissions, maxFrameBytes, failures);
        this.presence = new PresenceRequests(access, permissions, presence, maxFrameBytes);
    }

    /** Ends each subscription of a session to which its caller has no right any more, or whose namespace is gone. */
    public void recheck(Session session) {
        standing.recheck(session);
    }

    PublishRequests publishes() {
        return publishes;
    }

    SubscribeRequests subscriptions() {
        return subscriptions;
    }

    AckRequests acks() {
        return acks;
    }

    HistoryRequests history() {
        return history;
    }

    PresenceRequests presence() {
        return presence;
    }

    StandingRights standing() {
        return standing;
    }

    FailedRequests failures() {
        return failures;
    }

    AuditTrail audit() {
        return audit;
    }

    /** Whether a request may have to wait for an application's verdict. */
    boolean mayTakeTime() {
        return permissions.mayTakeTime();
    }

    /** What must be known about rights before the request is carried out; null where all of it is. */
    CompletionStage<?> awaits(Requester requester, Envelope request) {
        if (!ChannelName.isValid(request.channel())) {
            return null;
        }
        return switch (request.action()) {
            case Action.PUBLISH -> permissions.missing(requester, request.channel(), ChannelAction.PUBLISH);
            case Action.SUBSCRIBE -> permissions.missing(requester, request.channel(), ofSubscribing(request));
            case Action.ACK -> permissions.missing(requester, request.channel(), ChannelAction.SUBSCRIBE);
            case Action.HISTORY -> permissions.missing(requester, request.channel(), ChannelAction.HISTORY);
            case Action.PRESENCE -> permissions.missing(requester, request.channel(), ChannelAction.PRESENCE);
            default -> null;
        };
    }

    private static ChannelAction[] ofSubscribing(Envelope request) {
        boolean mayWatch = request.payload() != null && request.payload().contains("\"presence\"");
        return mayWatch
                ? new ChannelAction[] {ChannelAction.SUBSCRIBE, ChannelAction.HISTORY, ChannelAction.PRESENCE}
                : new ChannelAction[] {ChannelAction.SUBSCRIBE, ChannelAction.HISTORY};
    }
}
