package org.tidings.fanout;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tidings.history.ShardHistory;
import org.tidings.history.StoredEvent;
import org.tidings.log.Event;
import org.tidings.log.LiveEvent;
import org.tidings.log.LiveReader;
import org.tidings.log.LogReader;
import org.tidings.log.LogShard;
import org.tidings.log.ShardTags;
import org.tidings.namespace.Retention;

/**
 * Leads each shard's entries to its feed, on the shard's tail thread; and live events, on the threads of their publishers and of
 * those who read them from the broker.
 */
public final class Fanout implements LogReader, LiveReader {

    /** By the shard's number, in the order of the groups. */
    private final Map<Integer, ShardFeed> feeds = new LinkedHashMap<>();

    private final Map<String, List<ShardFeed>> groups = new HashMap<>();

    /** @param retention what of a channel's past is kept */
    public Fanout(List<LogShard> shards, Function<String, Retention> retention, MeterRegistry meters) {
        DeliveryMetrics delivery = new DeliveryMetrics(meters);
        for (LogShard shard : shards) {
            ShardFeed feed =
                    new ShardFeed(shard.number(), new ShardHistory(retention, System::currentTimeMillis), delivery);
            feeds.put(shard.number(), feed);
            groups.computeIfAbsent(shard.group(), group -> new ArrayList<>()).add(feed);
            Gauge.builder("tidings.history.events", feed, ShardFeed::retained)
                    .description("Events that this instance can give from its memory")
                    .tags(ShardTags.of(shard))
                    .register(meters);
        }
    }

    /** Those of a log group, in the order of its shards. */
    public List<ShardFeed> feeds(String group) {
        return groups.getOrDefault(group, List.of());
    }

    /** @param shard its number */
    public ShardFeed feed(int shard) {
        return feeds.get(shard);
    }

    @Override
    public void event(Event event, long retainedFrom) {
        ShardFeed feed = feeds.get(event.shard());
        FollowUp.of(() -> feed.event(event.channel(), StoredEvent.of(event), retainedFrom));
    }

    @Override
    public void live(LiveEvent event) {
        ShardFeed feed = feeds.get(event.shard());
        if (feed.isFollowed(event.channel())) {
            FollowUp.of(() -> feed.ephemeral(event.channel(), StoredEvent.of(event)));
        }
    }

    @Override
    public void lost(int shard, long count) {
        feeds.get(shard).lost(count);
    }

    @Override
    public void advanced(int shard, long seq, long retainedFrom) {
        feeds.get(shard).advanced(seq, retainedFrom);
    }

    @Override
    public void heads(int shard, Map<String, Long> heads, long forgottenThrough) {
        feeds.get(shard).heads(heads, forgottenThrough);
    }

    @Override
    public void kept(int shard, List<Event> values, long forgottenThrough) {
        feeds.get(shard).kept(values, forgottenThrough);
    }

    @Override
    public void erased(int shard, String channel, long through) {
        feed(shard).erased(channel, through);
    }

    @Override
    public void hole(int shard, long after, long before) {
        feeds.get(shard).hole(after, before);
    }

    @Override
    public void newEpoch(int shard, String epoch, long seq) {
        feeds.get(shard).newEpoch(epoch, seq);
    }
}
