package org.tidings.channel;

import java.util.List;
import java.util.function.Consumer;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.ErrorCode;
import org.tidings.fanout.Fanout;
import org.tidings.fanout.ShardFeed;
import org.tidings.fanout.StartFrom;
import org.tidings.filter.BadFilter;
import org.tidings.filter.EventFilter;
import org.tidings.filter.Filters;
import org.tidings.log.EventLog;
import org.tidings.log.LiveEvents;
import org.tidings.log.LogShard;
import org.tidings.namespace.CurrentNamespaces;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.session.Requester;

/** From the channel that a request names to what kind it is, and to the feed that knows its events. Thread-safe. */
final class ChannelAccess {

    private final EventLog log;
    private final LiveEvents live;
    private final Fanout fanout;
    private final CurrentNamespaces namespaces;
    private final Filters filters;

    ChannelAccess(EventLog log, LiveEvents live, Fanout fanout, CurrentNamespaces namespaces, Filters filters) {
        this.log = log;
        this.live = live;
        this.fanout = fanout;
        this.namespaces = namespaces;
        this.filters = filters;
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

    /** The filter that a request asks for. @param text null where it asks for none; null then */
    EventFilter filter(String text) throws RequestFailed {
        try {
            return text == null ? null : filters.of(text);
        } catch (BadFilter mistake) {
            throw new RequestFailed(ErrorCode.BAD_PAYLOAD, mistake.getMessage());
        }
    }

    /** What kind of channels a pattern holds. Asked behind the rights, likewise. */
    NamespaceOptions patternOptions(String pattern) throws RequestFailed {
        NamespaceOptions options = options(pattern);
        if (!options.patterns()) {
            throw new RequestFailed(ErrorCode.UNSUPPORTED, "the namespace offers no subscriptions to patterns");
        }
        return options;
    }

    /** Whether a namespace's channels can be subscribed to by pattern. */
    boolean takesPatterns(String pattern) {
        return namespaces.of(pattern).filter(NamespaceOptions::patterns).isPresent();
    }

    /** Every feed that may have events of a pattern's channels, once this instance has read their shards to the end. */
    List<ShardFeed> readyFeeds(String pattern, NamespaceOptions options) throws RequestFailed {
        if (options.ephemeral()) {
            return fanout.feeds(LogShard.MAIN);
        }
        List<ShardFeed> feeds = fanout.feeds(namespaces.group(pattern));
        for (ShardFeed feed : feeds) {
            requireRead(feed.shard());
        }
        return feeds;
    }

    /** Whether the channel's namespace is declared. */
    boolean isKnown(String channel) {
        return namespaces.of(channel).isPresent();
    }

    /** The channel's feed once this instance has read the log to its end; before, it would promise what it cannot know. */
    ShardFeed readyFeed(String channel) throws RequestFailed {
        int shard = log.shardOf(channel);
        requireRead(shard);
        return fanout.feed(shard);
    }

    private void requireRead(int shard) throws RequestFailed {
        if (!log.isRead(shard)) {
            throw new RequestFailed(
                    ErrorCode.UNAVAILABLE, "the log is not read to its end yet", Replies.RETRY_AFTER_MILLIS);
        }
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
