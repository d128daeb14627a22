package org.tidings.channel;

import org.tidings.audit.AuditTrail;
import org.tidings.authorization.ChannelAction;
import org.tidings.authorization.Decision;
import org.tidings.envelope.BadPayload;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.ErrorPayload;
import org.tidings.envelope.Payloads;
import org.tidings.envelope.SubscribeOptions;
import org.tidings.fanout.ShardFeed;
import org.tidings.fanout.StartFrom;
import org.tidings.fanout.Subscription;
import org.tidings.inbox.Inboxes;
import org.tidings.limits.Limit;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.session.Session;

/** Begins and ends subscriptions. Thread-safe. */
final class SubscribeRequests {

    private final ChannelAccess access;
    private final Permissions permissions;
    private final StandingRights standing;
    private final Appearance appearance;
    private final Inboxes inboxes;
    private final PatternRequests patterns;
    private final AuditTrail audit;
    private final FailedRequests failures;

    SubscribeRequests(
            ChannelAccess access,
            Permissions permissions,
            StandingRights standing,
            Appearance appearance,
            PatternRequests patterns,
            Inboxes inboxes,
            AuditTrail audit,
            FailedRequests failures) {
        this.access = access;
        this.permissions = permissions;
        this.standing = standing;
        this.appearance = appearance;
        this.inboxes = inboxes;
        this.patterns = patterns;
        this.audit = audit;
        this.failures = failures;
    }

    void subscribe(Session session, Envelope request) throws RequestFailed, BadPayload {
        if (PatternRequests.isFor(request)) {
            patterns.subscribe(session, request);
            return;
        }
        String channel = ChannelAccess.channel(request);
        StandingRights.Basis basis = standing.basis(session);
        Decision allowed = permissions.require(session, ChannelAction.SUBSCRIBE, channel);
        NamespaceOptions namespace = access.options(channel);
        SubscribeOptions options = request.payload() == null
                ? SubscribeOptions.LIVE
                : Payloads.read(request.payload(), SubscribeOptions.class);
        boolean watches = appearance.wanted(session, channel, namespace, options);
        if (session.subscriptions().count() >= session.limits().maxSubscriptions()) {
            session.limits().exceeded(Limit.SUBSCRIPTIONS);
            throw new RequestFailed(ErrorCode.LIMIT_EXCEEDED, "too many subscriptions on this connection");
        }
        boolean unread = Boolean.TRUE.equals(options.unread());
        if (unread && namespace.inbox() == null) {
            throw new RequestFailed(ErrorCode.UNSUPPORTED, "the channel is no inbox: nobody knows what is unread");
        }
        if (namespace.ephemeral()) {
            Subscription following = remember(
                    session,
                    access.liveFeed(channel)
                            .subscription(channel, session.outlet(), namespace, access.filter(options.filter())));
            begin(session, request, new Beginning(following, namespace, watches, allowed, basis), () -> following
                    .feed()
                    .attach(
                            following,
                            new StartFrom.Now(),
                            attached -> session.send(Replies.following(request, options))));
            return;
        }
        if (options.last() != null) {
            permissions.require(session, ChannelAction.HISTORY, channel);
        }
        ShardFeed feed = access.readyFeed(channel);
        StartFrom asked = unread ? unread(feed, channel, options, true) : startFrom(options, namespace, true);
        Subscription subscription = remember(
                session, feed.subscription(channel, session.outlet(), namespace, access.filter(options.filter())));
        access.whenReached(session, feed, asked, failure -> {
            if (failure != null) {
                session.subscriptions().removeChannel(channel);
                failures.answer(session, request, Replies.unavailable());
            } else if (session.subscriptions().has(subscription)) {
                begin(
                        session,
                        request,
                        new Beginning(subscription, namespace, watches, allowed, basis),
                        () -> feed.attach(
                                subscription,
                                () -> {
                                    boolean past = permissions.may(session, ChannelAction.HISTORY, channel);
                                    return unread
                                            ? within(unread(feed, channel, options, past), feed)
                                            : startFrom(options, namespace, past);
                                },
                                attached -> session.send(Replies.subscribed(
                                        request,
                                        attached,
                                        namespace.inbox() == null ? null : inboxes.unread(channel)))));
                session.limits().looked(subscription.looked());
            } else {
                failures.answer(
                        session,
                        request,
                        ErrorPayload.of(ErrorCode.NOT_SUBSCRIBED, "the subscription ended before it began"));
            }
        });
    }

    private static Subscription remember(Session session, Subscription subscription) throws RequestFailed {
        if (!session.subscriptions().add(subscription)) {
            throw new RequestFailed(ErrorCode.ALREADY_SUBSCRIBED, "the channel is subscribed on this connection");
        }
        return subscription;
    }

    /**
     * A subscription that is about to be attached.
     *
     * @param watches whether its subscriber wants to be told who comes and goes
     * @param allowed why it may be
     * @param basis what that was decided on
     */
    private record Beginning(
            Subscription subscription,
            NamespaceOptions namespace,
            boolean watches,
            Decision allowed,
            StandingRights.Basis basis) {}

    /** @param attach attaches it and queues the reply */
    private void begin(Session session, Envelope request, Beginning beginning, Runnable attach) {
        Subscription subscription = beginning.subscription();
        ErrorPayload refusal =
                appearance.begin(session, subscription, beginning.namespace(), beginning.watches(), attach);
        if (refusal != null) {
            session.subscriptions().remove(subscription);
            failures.answer(session, request, refusal);
            return;
        }
        audit.record(Happened.in(session, "subscribed", subscription.channel())
                .with("because", beginning.allowed().words()));
        standing.attached(session, subscription, beginning.basis());
    }

    void unsubscribe(Session session, Envelope request) throws RequestFailed {
        if (PatternRequests.isFor(request)) {
            patterns.unsubscribe(session, request);
            return;
        }
        Subscription subscription = session.subscriptions().removeChannel(ChannelAccess.channel(request));
        if (subscription == null) {
            throw new RequestFailed(ErrorCode.NOT_SUBSCRIBED, "the channel is not subscribed on this connection");
        }
        subscription.feed().detach(subscription);
        audit.record(Happened.in(session, "unsubscribed", subscription.channel()));
        session.send(request.reply().channel(request.channel()).build());
    }

    private StartFrom.After unread(ShardFeed feed, String channel, SubscribeOptions options, boolean mayReadPast) {
        String epoch = feed.standing().epoch();
        return new StartFrom.After(epoch, inboxes.readBy(channel, options.device(), epoch), mayReadPast);
    }

    /** What was read at another instance while this one asked how far the log goes need not be there yet: nothing is missing then. */
    private static StartFrom within(StartFrom.After start, ShardFeed feed) {
        return new StartFrom.After(
                start.epoch(), Math.min(start.seq(), feed.standing().seq()), start.mayReadPast());
    }

    private static StartFrom startFrom(SubscribeOptions options, NamespaceOptions namespace, boolean mayReadPast) {
        if (options.since() != null) {
            return new StartFrom.After(options.since().epoch(), options.since().seq(), mayReadPast);
        }
        if (options.last() != null && mayReadPast) {
            return new StartFrom.Last(options.last());
        }
        return namespace.lastValue() ? new StartFrom.LastValue() : new StartFrom.Now();
    }
}
