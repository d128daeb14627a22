package org.tidings.fanout;

import java.util.List;
import java.util.Optional;
import org.tidings.envelope.Gap;
import org.tidings.history.ShardHistory;
import org.tidings.history.ShardHistory.Missing;
import org.tidings.history.StoredEvent;
import org.tidings.namespace.NamespaceOptions;

/**
 * What of a shard's past can be given: to whoever asks for it, and to subscriptions that begin. Guarded by the feed's lock.
 */
final class PastReader {

    private final ShardFeed feed;
    private final ShardHistory history;
    private final PatternFeed patterns;
    private final DeliveryMetrics metrics;

    PastReader(ShardFeed feed, ShardHistory history, PatternFeed patterns, DeliveryMetrics metrics) {
        this.feed = feed;
        this.history = history;
        this.patterns = patterns;
        this.metrics = metrics;
    }

    /** Reads the past: behind {@code after} where it is given, else the newest. */
    ShardFeed.Page page(String channel, StartFrom.After after, long before, int limit, NamespaceOptions options) {
        if (after == null) {
            Past newest = newest(channel, before, limit + 1, options);
            return page(newest.newest(limit), newest.events().size() > limit, null);
        }
        if (!after.epoch().equals(feed.epoch()) || after.seq() > feed.seq()) {
            return page(Past.whole(List.of()), false, Gap.of(after.seq(), feed.seq() + 1, Gap.Reason.EPOCH, null));
        }
        Gap gap = history.missingAfter(channel, after.seq())
                .map(lost -> gapOf(channel, lost, Gap.Reason.EXPIRED))
                .orElse(null);
        Past found = behind(channel, after.seq(), before, limit + 1, options);
        return page(found.oldest(limit), found.events().size() > limit, gap);
    }

    private ShardFeed.Page page(Past past, boolean more, Gap gap) {
        metrics.expiredInHistory(past.expiredCount());
        return new ShardFeed.Page(feed.epoch(), feed.seq(), past.events(), more, gap, past.expired());
    }

    private Past newest(String channel, long before, int limit, NamespaceOptions options) {
        return history.hasDeadlines(channel)
                ? behind(channel, 0, before, Integer.MAX_VALUE, options).newest(limit)
                : Past.whole(history.newest(channel, before, limit));
    }

    private Past behind(String channel, long after, long before, int limit, NamespaceOptions options) {
        return history.hasDeadlines(channel)
                ? Past.at(history.now(), history.range(channel, after, before, Integer.MAX_VALUE), options)
                        .oldest(limit)
                : Past.whole(history.range(channel, after, before, limit));
    }

    /** How many events behind a position a subscription does not get because their deadlines have passed. */
    int expiredAfter(Subscription subscription, long from) {
        return history.hasDeadlines(subscription.channel())
                ? behind(subscription.channel(), from, Long.MAX_VALUE, Integer.MAX_VALUE, subscription.options())
                        .expiredCount()
                : 0;
    }

    /** What is missing of what a subscription begins with; null for nothing. */
    Gap gapBehind(Subscription subscription, StartFrom start) {
        if (!(start instanceof StartFrom.After after)) {
            return null;
        }
        if (!after.epoch().equals(feed.epoch()) || after.seq() > feed.seq()) {
            return Gap.of(after.seq(), feed.seq() + 1, Gap.Reason.EPOCH, null);
        }
        if (!after.mayReadPast()) {
            return anythingAfter(subscription.channel(), after.seq())
                    ? Gap.of(after.seq(), feed.seq() + 1, Gap.Reason.FORBIDDEN, null)
                    : null;
        }
        Optional<Missing> missing = subscription.pattern() == null
                ? history.missingAfter(subscription.channel(), after.seq())
                : patterns.missingAfter(subscription, after.seq());
        return missing.map(lost -> gapOf(subscription.channel(), lost, Gap.Reason.EXPIRED))
                .orElse(null);
    }

    /** The position behind which a subscription gets everything. */
    long from(Subscription subscription, StartFrom start, Gap gap, Lookback lookback) {
        if (gap != null) {
            return gap.before() - 1;
        }
        if (start instanceof StartFrom.After after) {
            return after.mayReadPast() ? after.seq() : feed.seq();
        }
        String channel = subscription.channel();
        if (start instanceof StartFrom.LastValue) {
            return history.last(channel).map(last -> last.seq() - 1).orElse(feed.seq());
        }
        if (!(start instanceof StartFrom.Last last)) {
            return feed.seq();
        }
        if (lookback != null) {
            return lookback.beforeNewest(last.count(), feed.seq());
        }
        List<StoredEvent> newest = newest(channel, Long.MAX_VALUE, last.count(), subscription.options())
                .events();
        return newest.isEmpty() ? feed.seq() : newest.get(0).seq() - 1;
    }

    Gap gapOf(String channel, Missing missing, Gap.Reason otherwise) {
        Gap.Reason reason = history.erasedAfter(channel, missing.after()) ? Gap.Reason.ERASED : otherwise;
        return Gap.of(missing.after(), missing.before(), reason, null);
    }

    private boolean anythingAfter(String channel, long position) {
        return history.countAfter(channel, position) > 0
                || history.missingAfter(channel, position).isPresent();
    }
}
