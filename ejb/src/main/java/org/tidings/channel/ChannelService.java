package org.tidings.channel;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.tidings.audit.AuditTrail;
import org.tidings.authentication.Caller;
import org.tidings.authorization.AccessControl;
import org.tidings.authorization.Authorizer;
import org.tidings.authorization.ChannelAction;
import org.tidings.authorization.Decision;
import org.tidings.envelope.Action;
import org.tidings.envelope.BadPayload;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.ErrorPayload;
import org.tidings.envelope.HistoryQuery;
import org.tidings.envelope.Payloads;
import org.tidings.envelope.SubscribeOptions;
import org.tidings.fanout.Fanout;
import org.tidings.fanout.ShardFeed;
import org.tidings.fanout.StartFrom;
import org.tidings.fanout.Subscription;
import org.tidings.history.Utf8;
import org.tidings.limits.Limit;
import org.tidings.log.EventLog;
import org.tidings.log.Publication;
import org.tidings.log.PublishOutcome;
import org.tidings.session.Session;

/** Publish, subscribe, unsubscribe, history: from the request to its reply. Thread-safe. */
public final class ChannelService {

    /** What an event's envelope holds beside what the publisher sent: position, time, names of fields. */
    private static final int EVENT_OVERHEAD_BYTES = 256;

    private static final int DEFAULT_HISTORY = 100;
    private static final int MAX_HISTORY = 1_000;

    private final EventLog log;
    private final Fanout fanout;
    private final Permissions permissions;
    private final AuditTrail audit;
    private final int maxFrameBytes;
    private final FailedRequests failures;
    private final Timer publishes;

    public ChannelService(
            EventLog log,
            Fanout fanout,
            AccessControl control,
            AuditTrail audit,
            int maxFrameBytes,
            MeterRegistry meters) {
        this.log = log;
        this.fanout = fanout;
        this.permissions = new Permissions(control, audit);
        this.audit = audit;
        this.maxFrameBytes = maxFrameBytes;
        this.failures = new FailedRequests(meters);
        this.publishes = Timer.builder("tidings.publish")
                .description("Time from a publish request to the log's answer to it, whatever that is")
                .register(meters);
    }

    void publish(Session session, Envelope request) throws RequestFailed {
        String channel = channel(request);
        RequestFailed.unless(session.limits().publish());
        Decision allowed = permissions.require(session, ChannelAction.PUBLISH, channel);
        if (request.payload() == null) {
            throw new RequestFailed(ErrorCode.BAD_PAYLOAD, "a publish needs a payload; null is one");
        }
        Publication publication = new Publication(
                channel,
                session.caller().getName(),
                request.messageId(),
                request.payload(),
                request.headers(),
                request.expiresAt() == null ? 0 : request.expiresAt(),
                request.priority() == null ? Publication.DEFAULT_PRIORITY : request.priority());
        if (eventBytes(publication) > maxFrameBytes) {
            session.limits().exceeded(Limit.EVENT_BYTES);
            throw new RequestFailed(ErrorCode.TOO_LARGE, "the event would not fit a frame");
        }
        if (request.expiresAt() != null && request.expiresAt() <= System.currentTimeMillis()) {
            throw new RequestFailed(ErrorCode.EXPIRED, "expiresAt has passed");
        }
        long start = System.nanoTime();
        session.limits().begin();
        log.append(publication, session, outcome -> {
            session.limits().answered();
            publishes.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            if (outcome instanceof PublishOutcome.Accepted stored && audit.wantsPublishes()) {
                audit.record(Happened.published(session, publication, stored, audit.digest(publication.payload()))
                        .with("because", allowed.words()));
            }
            Envelope reply = Replies.published(request, outcome);
            if (reply != null) {
                session.send(reply);
            } else {
                count(session, outcome);
                failures.answer(session, request, Replies.notPublished(outcome));
            }
        });
    }

    private static void count(Session session, PublishOutcome failed) {
        if (failed instanceof PublishOutcome.Overloaded) {
            session.limits().exceeded(Limit.PUBLISHES_IN_FLIGHT);
        } else if (failed instanceof PublishOutcome.TooLarge) {
            session.limits().exceeded(Limit.EVENT_BYTES);
        }
    }

    void subscribe(Session session, Envelope request) throws RequestFailed, BadPayload {
        String channel = channel(request);
        Authorizer rules = permissions.rules();
        Caller caller = session.caller();
        Decision allowed = permissions.require(session, ChannelAction.SUBSCRIBE, channel);
        SubscribeOptions options = request.payload() == null
                ? SubscribeOptions.LIVE
                : Payloads.read(request.payload(), SubscribeOptions.class);
        if (Boolean.TRUE.equals(options.presence())) {
            throw new RequestFailed(ErrorCode.UNSUPPORTED, "this server does not offer presence");
        }
        if (session.subscriptionCount() >= session.limits().maxSubscriptions()) {
            session.limits().exceeded(Limit.SUBSCRIPTIONS);
            throw new RequestFailed(ErrorCode.LIMIT_EXCEEDED, "too many subscriptions on this connection");
        }
        if (options.last() != null) {
            permissions.require(session, ChannelAction.HISTORY, channel);
        }
        StartFrom asked = startFrom(options, true);
        ShardFeed feed = readyFeed(channel);
        Subscription subscription = feed.subscription(channel, session);
        if (!session.addSubscription(subscription)) {
            throw new RequestFailed(ErrorCode.ALREADY_SUBSCRIBED, "the channel is subscribed on this connection");
        }
        whenReached(session, feed, asked, failure -> {
            if (failure != null) {
                session.removeSubscription(channel);
                failures.answer(session, request, Replies.unavailable());
            } else if (session.isSubscribed(subscription)) {
                feed.attach(
                        subscription,
                        () -> startFrom(options, permissions.may(session, ChannelAction.HISTORY, channel)),
                        attached -> session.send(Replies.subscribed(request, attached)));
                audit.record(Happened.in(session, "subscribed", channel).with("because", allowed.words()));
                if (session.isClosing() || !session.isSubscribed(subscription)) {
                    // It ended while it was being attached.
                    feed.detach(subscription);
                } else if (permissions.rules() != rules || session.caller() != caller) {
                    // What it was decided on changed while it was on its way, and may have been rechecked without it.
                    recheck(session, subscription);
                }
            } else {
                failures.answer(
                        session,
                        request,
                        ErrorPayload.of(ErrorCode.NOT_SUBSCRIBED, "the subscription ended before it began"));
            }
        });
    }

    /** Ends each subscription of a session to which its caller has no right any more. */
    public void recheck(Session session) {
        session.subscriptions().forEach(subscription -> recheck(session, subscription));
    }

    /** The session has another token. */
    void renewed(Session session) {
        permissions.renewed(session);
        recheck(session);
    }

    private void recheck(Session session, Subscription subscription) {
        permissions.recheckRules(session, subscription);
        CompletionStage<?> missing =
                permissions.missing(session, subscription.channel(), ChannelAction.SUBSCRIBE, ChannelAction.HISTORY);
        if (missing == null) {
            permissions.recheck(session, subscription);
        } else {
            missing.whenComplete((known, failure) -> permissions.recheck(session, subscription));
        }
    }

    AuditTrail audit() {
        return audit;
    }

    /** Whether a request may have to wait for an application's verdict. */
    boolean mayTakeTime() {
        return permissions.mayTakeTime();
    }

    /** What must be known about rights before the request is carried out; null where all of it is. */
    CompletionStage<?> awaits(Session session, Envelope request) {
        if (!ChannelName.isValid(request.channel())) {
            return null;
        }
        return switch (request.action()) {
            case Action.PUBLISH -> permissions.missing(session, request.channel(), ChannelAction.PUBLISH);
            case Action.SUBSCRIBE ->
                permissions.missing(session, request.channel(), ChannelAction.SUBSCRIBE, ChannelAction.HISTORY);
            case Action.HISTORY -> permissions.missing(session, request.channel(), ChannelAction.HISTORY);
            default -> null;
        };
    }

    void unsubscribe(Session session, Envelope request) throws RequestFailed {
        Subscription subscription = session.removeSubscription(channel(request));
        if (subscription == null) {
            throw new RequestFailed(ErrorCode.NOT_SUBSCRIBED, "the channel is not subscribed on this connection");
        }
        subscription.feed().detach(subscription);
        audit.record(Happened.in(session, "unsubscribed", subscription.channel()));
        session.send(request.reply().channel(request.channel()).build());
    }

    void history(Session session, Envelope request) throws RequestFailed, BadPayload {
        String channel = channel(request);
        permissions.require(session, ChannelAction.HISTORY, channel);
        HistoryQuery query =
                request.payload() == null ? HistoryQuery.NEWEST : Payloads.read(request.payload(), HistoryQuery.class);
        ShardFeed feed = readyFeed(channel);
        StartFrom.After after = query.since() == null
                ? null
                : new StartFrom.After(query.since().epoch(), query.since().seq());
        long before = query.before() == null ? Long.MAX_VALUE : query.before();
        int limit = query.limit() == null ? DEFAULT_HISTORY : Math.min(query.limit(), MAX_HISTORY);
        whenReached(session, feed, after, failure -> {
            ErrorPayload refusal = failure == null
                    ? permissions.refusal(session, ChannelAction.HISTORY, channel)
                    : Replies.unavailable();
            if (refusal != null) {
                failures.answer(session, request, refusal);
            } else {
                ShardFeed.Page page = feed.history(channel, after, before, limit);
                session.send(Replies.history(request, feed.shard(), page, after == null, maxFrameBytes));
            }
        });
    }

    private String channel(Envelope request) throws RequestFailed {
        if (!ChannelName.isValid(request.channel())) {
            throw new RequestFailed(
                    ErrorCode.BAD_CHANNEL,
                    "a channel is named namespace:name of letters, digits and ._~- in at most 200 characters");
        }
        return request.channel();
    }

    /** The channel's feed once this instance has read the log to its end; before, it would promise what it cannot know. */
    private ShardFeed readyFeed(String channel) throws RequestFailed {
        int shard = log.shardOf(channel);
        if (!log.isRead(shard)) {
            throw new RequestFailed(
                    ErrorCode.UNAVAILABLE, "the log is not read to its end yet", Replies.RETRY_AFTER_MILLIS);
        }
        return fanout.feed(shard);
    }

    /**
     * Goes on at once, or, where the peer holds a position beyond this instance's tail, once a barrier shows that the tail has
     * come to the end of the log.
     */
    private void whenReached(Session session, ShardFeed feed, StartFrom start, Consumer<Throwable> then) {
        ShardFeed.Standing standing = feed.standing();
        boolean beyond = start instanceof StartFrom.After after
                && after.epoch().equals(standing.epoch())
                && after.seq() > standing.seq();
        if (beyond) {
            session.limits().begin();
            log.barrier(feed.shard()).whenComplete((passed, failure) -> {
                session.limits().answered();
                then.accept(failure);
            });
        } else {
            then.accept(null);
        }
    }

    private static StartFrom startFrom(SubscribeOptions options, boolean mayReadPast) {
        if (options.since() != null) {
            return new StartFrom.After(options.since().epoch(), options.since().seq(), mayReadPast);
        }
        return options.last() != null && mayReadPast ? new StartFrom.Last(options.last()) : new StartFrom.Now();
    }

    private static int eventBytes(Publication publication) {
        int bytes = EVENT_OVERHEAD_BYTES
                + Utf8.length(publication.payload())
                + Utf8.length(publication.channel())
                + 6 * Utf8.length(publication.from())
                + (publication.messageId() == null ? 0 : 6 * Utf8.length(publication.messageId()));
        for (var header : publication.headers().entrySet()) {
            bytes += 6 + 6 * (Utf8.length(header.getKey()) + Utf8.length(header.getValue()));
        }
        return bytes;
    }
}
