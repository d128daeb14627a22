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

    private final ShardPosition shard;
    private final ShardHistory history;
    private final DeliveryMetrics metrics;

    PastReader(ShardPosition shard, ShardHistory history, DeliveryMetrics metrics) {
        this.shard = shard;
        this.history = history;
        this.metrics = metrics;
    }

    /** Reads the past: behind {@code after} where it is given, else the newest. */
    PastPage page(String channel, StartFrom.After after, long before, int limit, NamespaceOptions options) {
        if (after == null) {
            Past newest = newest(channel, before, limit + 1, options);
            return page(newest.newest(limit), newest.events().size() > limit, null);
        }
        if (!after.epoch().equals(shard.epoch()) || after.seq() > shard.seq()) {
            return page(Past.whole(List.of()), false, Gap.of(after.seq(), shard.seq() + 1, Gap.Reason.EPOCH, null));
        }
        Gap gap = history.missingAfter(channel, after.seq())
                .map(lost -> gapOf(channel, lost, Gap.Reason.EXPIRED))
                .orElse(null);
        Past found = behind(channel, after.seq(), before, limit + 1, options);
        return page(found.oldest(limit), found.events().size() > limit, gap);
    }

    private PastPage page(Past past, boolean more, Gap gap) {
        metrics.expiredInHistory(past.expiredCount());
        return new PastPage(shard.epoch(), shard.seq(), past.events(), more, gap, past.expired());
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
        if (!after.epoch().equals(shard.epoch()) || after.seq() > shard.seq()) {
            return Gap.of(after.seq(), shard.seq() + 1, Gap.Reason.EPOCH, null);
        }
        if (!after.mayReadPast()) {
            return anythingAfter(subscription.channel(), after.seq())
                    ? Gap.of(after.seq(), shard.seq() + 1, Gap.Reason.FORBIDDEN, null)
                    : null;
        }
        return missingAfter(subscription, after.seq())
                .map(lost -> gapOf(subscription.channel(), lost, Gap.Reason.EXPIRED))
                .orElse(null);
    }

    /** The position behind which a subscription gets everything. */
    long from(Subscription subscription, StartFrom start, Gap gap, Lookback lookback) {
        if (gap != null) {
            return gap.before() - 1;
        }
        if (start instanceof StartFrom.After after) {
            return after.mayReadPast() ? after.seq() : shard.seq();
        }
        String channel = subscription.channel();
        if (start instanceof StartFrom.LastValue) {
            return history.last(channel).map(last -> last.seq() - 1).orElse(shard.seq());
        }
        if (!(start instanceof StartFrom.Last last)) {
            return shard.seq();
        }
        if (lookback != null) {
            return lookback.beforeNewest(last.count(), shard.seq());
        }
        List<StoredEvent> newest = newest(channel, Long.MAX_VALUE, last.count(), subscription.options())
                .events();
        return newest.isEmpty() ? shard.seq() : newest.get(0).seq() - 1;
    }

    /** What a subscription would get behind a position, and is gone. */
    Optional<Missing> missingAfter(Subscription subscription, long seq) {
        PatternReader pattern = subscription.pattern();
        return pattern == null
                ? history.missingAfter(subscription.channel(), seq)
                : history.missingAfter(
                        channel -> pattern.holds(channel) && pattern.rights().mayHear(channel), seq);
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
