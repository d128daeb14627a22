package org.tidings.channel;

import org.tidings.authorization.ChannelAction;
import org.tidings.envelope.BadPayload;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.ErrorPayload;
import org.tidings.envelope.HistoryQuery;
import org.tidings.envelope.Payloads;
import org.tidings.fanout.PastPage;
import org.tidings.fanout.ShardFeed;
import org.tidings.fanout.StartFrom;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.session.Requester;

/** Reads channels' past. Thread-safe. */
final class HistoryRequests {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private final ChannelAccess access;
    private final Permissions permissions;
    private final int maxFrameBytes;
    private final FailedRequests failures;

    HistoryRequests(ChannelAccess access, Permissions permissions, int maxFrameBytes, FailedRequests failures) {
        this.access = access;
        this.permissions = permissions;
        this.maxFrameBytes = maxFrameBytes;
        this.failures = failures;
    }

    void answer(Requester requester, Envelope request) throws RequestFailed, BadPayload {
        String channel = ChannelAccess.channel(request);
        permissions.require(requester, ChannelAction.HISTORY, channel);
        NamespaceOptions options = access.options(channel);
        if (options.ephemeral()) {
            throw new RequestFailed(
                    ErrorCode.UNSUPPORTED, "channels of this namespace are ephemeral: they have no history");
        }
        HistoryQuery query =
                request.payload() == null ? HistoryQuery.NEWEST : Payloads.read(request.payload(), HistoryQuery.class);
        ShardFeed feed = access.readyFeed(channel);
        StartFrom.After after = query.since() == null
                ? null
                : new StartFrom.After(query.since().epoch(), query.since().seq());
        long before = query.before() == null ? Long.MAX_VALUE : query.before();
        int limit = query.limit() == null ? DEFAULT_LIMIT : Math.min(query.limit(), MAX_LIMIT);
        access.whenReached(requester, feed, after, failure -> {
            ErrorPayload refusal = failure == null
                    ? permissions.refusal(requester, ChannelAction.HISTORY, channel)
                    : Replies.unavailable();
            if (refusal != null) {
                failures.answer(requester, request, refusal);
            } else {
                PastPage page = feed.history(channel, after, before, limit, options);
                requester.send(Replies.history(request, feed.shard(), page, after == null, maxFrameBytes));
            }
        });
    }
}
