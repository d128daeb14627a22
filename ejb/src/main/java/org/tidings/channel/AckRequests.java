package org.tidings.channel;

import org.tidings.authorization.ChannelAction;
import org.tidings.envelope.Ack;
import org.tidings.envelope.BadPayload;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorCode;
import org.tidings.envelope.ErrorPayload;
import org.tidings.envelope.Payloads;
import org.tidings.envelope.ReadMark;
import org.tidings.fanout.ShardFeed;
import org.tidings.fanout.StartFrom;
import org.tidings.inbox.Inboxes;
import org.tidings.mark.Mark;
import org.tidings.namespace.InboxOptions;
import org.tidings.session.Requester;

/** Takes down how far users have read their inboxes. Thread-safe. */
final class AckRequests {

    private final ChannelAccess access;
    private final Permissions permissions;
    private final Inboxes inboxes;
    private final FailedRequests failures;

    AckRequests(ChannelAccess access, Permissions permissions, Inboxes inboxes, FailedRequests failures) {
        this.access = access;
        this.permissions = permissions;
        this.inboxes = inboxes;
        this.failures = failures;
    }

    void answer(Requester requester, Envelope request) throws RequestFailed, BadPayload {
        String channel = ChannelAccess.channel(request);
        permissions.require(requester, ChannelAction.SUBSCRIBE, channel);
        InboxOptions options = access.options(channel).inbox();
        if (options == null) {
            throw new RequestFailed(ErrorCode.UNSUPPORTED, "the channel is no inbox");
        }
        Ack ack = Payloads.read(request.payload(), Ack.class);
        ShardFeed feed = access.readyFeed(channel);
        access.whenReached(requester, feed, new StartFrom.After(ack.epoch(), ack.seq()), failure -> {
            ShardFeed.Standing standing = feed.standing();
            if (failure != null) {
                failures.answer(requester, request, Replies.unavailable());
            } else if (!ack.epoch().equals(standing.epoch()) || ack.seq() > standing.seq()) {
                failures.answer(
                        requester,
                        request,
                        ErrorPayload.of(ErrorCode.BAD_PAYLOAD, "the channel's log has no such position"));
            } else {
                move(requester, request, ack, feed.shard(), options);
            }
        });
    }

    private void move(Requester requester, Envelope request, Ack ack, int shard, InboxOptions options) {
        requester.limits().begin();
        inboxes.ack(request.channel(), ack.device(), ack.epoch(), ack.seq(), options)
                .whenComplete((mark, failure) -> {
                    requester.limits().answered();
                    if (failure != null) {
                        failures.answer(requester, request, Replies.unavailable());
                    } else {
                        requester.send(reply(request, ack, mark, shard));
                    }
                });
    }

    private Envelope reply(Envelope request, Ack ack, Mark mark, int shard) {
        return request.reply()
                .channel(request.channel())
                .epoch(mark.epoch())
                .shard(shard)
                .payload(new ReadMark(ack.device(), mark.seq(), inboxes.unread(request.channel())))
                .build();
    }
}
