package org.tidings.channel;

import java.util.function.Consumer;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorCode;
import org.tidings.fanout.Fanout;
import org.tidings.fanout.ShardFeed;
import org.tidings.fanout.StartFrom;
import org.tidings.log.EventLog;
import org.tidings.log.LiveEvents;
import org.tidings.namespace.CurrentNamespaces;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.session.Requester;

/** From the channel that a request names to what kind it is, and to the feed that knows its events. Thread-safe. */
final class ChannelAccess {

    private final EventLog log;
    private final LiveEvents live;
    private final Fanout fanout;
    private final CurrentNamespaces namespaces;

    ChannelAccess(EventLog log, LiveEvents live, Fanout fanout, CurrentNamespaces namespaces) {
        this.log = log;
        this.live = live;
        this.fanout = fanout;
        this.namespaces = namespaces;
    }

    static String channel(Envelope request) throws RequestFailed {
        if (!ChannelName.isValid(request.channel())) {
            throw new RequestFailed(
                    ErrorCode.BAD_CHANNEL,
                    "a channel is named namespace:name of letters, digits and ._~- in at most 200 characters");
        }
        return request.channel();
    }

    /**
     * What kind of channel it is. Asked behind the rights: whoever may do nothing with a channel is not told which namespaces
     * there are.
     */
    NamespaceOptions options(String channel) throws RequestFailed {
        return namespaces
                .of(channel)
                .orElseThrow(() -> new RequestFailed(
                        ErrorCode.UNKNOWN_CHANNEL, "the server's configuration declares no such namespace"));
    }

    /** Whether the channel's namespace is declared. */
    boolean isKnown(String channel) {
        return namespaces.of(channel).isPresent();
    }

    /** The channel's feed once this instance has read the log to its end; before, it would promise what it cannot know. */
    ShardFeed readyFeed(String channel) throws RequestFailed {
        int shard = log.shardOf(channel);
        if (!log.isRead(shard)) {
            throw new RequestFailed(
                    ErrorCode.UNAVAILABLE, "the log is not read to its end yet", Replies.RETRY_AFTER_MILLIS);
        }
        return fanout.feed(shard);
    }

    /** The feed of an ephemeral channel, which promises nothing about what was. */
    ShardFeed liveFeed(String channel) {
        return fanout.feed(live.shardOf(channel));
    }

    /**
     * Goes on at once, or, where the peer holds a position beyond this instance's tail, once a barrier shows that the tail has
     * come to the end of the log.
     */
    void whenReached(Requester requester, ShardFeed feed, StartFrom start, Consumer<Throwable> then) {
        ShardFeed.Standing standing = feed.standing();
        boolean beyond = start instanceof StartFrom.After after
                && after.epoch().equals(standing.epoch())
                && after.seq() > standing.seq();
        if (beyond) {
            requester.limits().begin();
            log.barrier(feed.shard()).whenComplete((passed, failure) -> {
                requester.limits().answered();
                then.accept(failure);
            });
        } else {
            then.accept(null);
        }
    }
}
