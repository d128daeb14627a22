package org.tidings.channel;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tidings.audit.AuditTrail;
import org.tidings.authorization.ChannelAction;
import org.tidings.authorization.ChannelPattern;
import org.tidings.envelope.BadPayload;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.ErrorPayload;
import org.tidings.envelope.PatternOptions;
import org.tidings.envelope.Payloads;
import org.tidings.envelope.Position;
import org.tidings.fanout.Attached;
import org.tidings.fanout.PatternSubscription;
import org.tidings.fanout.StartFrom;
import org.tidings.fanout.Subscription;
import org.tidings.filter.EventFilter;
import org.tidings.limits.Limit;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.session.Session;

/** Begins and ends subscriptions to all channels that a pattern holds. Thread-safe. */
final class PatternRequests {

    /** Positions in as many shards as there can be do not fit what other payloads may be. */
    private static final int MAX_PAYLOAD_LENGTH = 60_000;

    private final ChannelAccess access;
    private final Permissions permissions;
    private final StandingRights standing;
    private final AuditTrail audit;
    private final FailedRequests failures;

    PatternRequests(
            ChannelAccess access,
            Permissions permissions,
            StandingRights standing,
            AuditTrail audit,
            FailedRequests failures) {
        this.access = access;
        this.permissions = permissions;
        this.standing = standing;
        this.audit = audit;
        this.failures = failures;
    }

    /** Whether a request names a pattern, be it a valid one or not: no channel's name has a star. */
    static boolean isFor(Envelope request) {
        return request.channel() != null && request.channel().indexOf('*') >= 0;
    }

    void subscribe(Session session, Envelope request) throws RequestFailed, BadPayload {
        ChannelPattern pattern = pattern(request);
        StandingRights.Basis basis = standing.basis(session);
        permissions.requireSome(session, ChannelAction.SUBSCRIBE, pattern);
        NamespaceOptions namespace = access.patternOptions(pattern.text());
        if (permissions.mayTakeTime()) {
            throw new RequestFailed(
                    ErrorCode.UNSUPPORTED, "patterns are not offered where an application decides about channels");
        }
        PatternOptions options = Payloads.read(
                request.payload() == null ? "{}" : request.payload(), PatternOptions.class, MAX_PAYLOAD_LENGTH);
        EventFilter filter = access.filter(options.filter());
        if (session.subscriptions().patternCount() >= session.limits().maxPatterns()) {
            session.limits().exceeded(Limit.PATTERNS);
            throw new RequestFailed(ErrorCode.LIMIT_EXCEEDED, "too many patterns on this connection");
        }
        PatternRights rights = new PatternRights(permissions, session);
        List<Subscription> parts = access.readyFeeds(pattern.text(), namespace).stream()
                .map(feed -> feed.subscription(pattern, session.outlet(), namespace, filter, rights))
                .toList();
        PatternSubscription subscription = new PatternSubscription(pattern, parts);
        if (!session.subscriptions().add(subscription)) {
            throw new RequestFailed(ErrorCode.ALREADY_SUBSCRIBED, "the pattern is subscribed on this connection");
        }
        Map<Integer, Position> since =
                options.since().stream().collect(Collectors.toMap(Position::shard, Function.identity()));
        whenReached(session, parts, since, failure -> {
            if (failure != null) {
                session.subscriptions().removePattern(subscription.name());
                failures.answer(session, request, Replies.unavailable());
            } else if (session.subscriptions().has(subscription)) {
                List<Attached> begun = parts.stream()
                        .map(part -> part.feed().look(part, startFrom(since, part)))
                        .toList();
                session.limits()
                        .looked(parts.stream().mapToInt(Subscription::looked).sum());
                session.send(Replies.subscribedPattern(
                        request, begun, parts.stream().noneMatch(Subscription::pastIsCut), !namespace.ephemeral()));
                subscription.begin();
                audit.record(Happened.in(session, "subscribed", subscription.name()));
                standing.attached(session, subscription, basis);
            } else {
                failures.answer(
                        session,
                        request,
                        ErrorPayload.of(ErrorCode.NOT_SUBSCRIBED, "the subscription ended before it began"));
            }
        });
    }

    void unsubscribe(Session session, Envelope request) throws RequestFailed {
        PatternSubscription subscription =
                session.subscriptions().removePattern(pattern(request).text());
        if (subscription == null) {
            throw new RequestFailed(ErrorCode.NOT_SUBSCRIBED, "the pattern is not subscribed on this connection");
        }
        subscription.detach();
        audit.record(Happened.in(session, "unsubscribed", subscription.name()));
        session.send(request.reply().channel(request.channel()).build());
    }

    private static ChannelPattern pattern(Envelope request) throws RequestFailed {
        return ChannelPattern.ofSubscription(request.channel())
                .filter(pattern -> pattern.text().length() <= ChannelName.MAX_LENGTH)
                .orElseThrow(() -> new RequestFailed(
                        ErrorCode.BAD_CHANNEL,
                        "a pattern is a channel's name in which * stands for a whole segment, or is the last character;"
                                + " its first segment names the namespace"));
    }

    /** Goes on when the tail has come to every position that the peer holds. */
    private void whenReached(
            Session session, List<Subscription> parts, Map<Integer, Position> since, Consumer<Throwable> then) {
        AtomicInteger left = new AtomicInteger(parts.size());
        AtomicReference<Throwable> failed = new AtomicReference<>();
        for (Subscription part : parts) {
            access.whenReached(session, part.feed(), startFrom(since, part), failure -> {
                if (failure != null) {
                    failed.set(failure);
                }
                if (left.decrementAndGet() == 0) {
                    then.accept(failed.get());
                }
            });
        }
    }

    private static StartFrom startFrom(Map<Integer, Position> since, Subscription part) {
        Position position = since.get(part.feed().shard());
        return position == null ? new StartFrom.Now() : new StartFrom.After(position.epoch(), position.seq());
    }
}
