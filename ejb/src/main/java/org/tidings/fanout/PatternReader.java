package org.tidings.fanout;

import java.util.Set;
import org.tidings.authorization.ChannelPattern;
import org.tidings.history.StoredEvent;

/** What a subscription to a pattern knows beside others, in one shard. Guarded by the feed's lock. */
final class PatternReader {

    private final ChannelPattern pattern;
    private final ChannelRights rights;
    /** With whom it shares the pattern; null until it has begun. */
    private PatternReaders readers;
    /**
     * The last event that its subscriber has had or been told of, or the position that it began from: the next event names it as the
     * one before. 0 where nobody knows.
     */
    private long chain;
    /** Channels of which it was not promised the past. */
    private Set<String> unreadable = Set.of();
    /** In which that counts. */
    private String epoch;

    PatternReader(ChannelPattern pattern, ChannelRights rights) {
        this.pattern = pattern;
        this.rights = rights;
    }

    ChannelPattern pattern() {
        return pattern;
    }

    ChannelRights rights() {
        return rights;
    }

    boolean holds(String channel) {
        return pattern.holds(channel);
    }

    /** Whether its subscriber may have past events of a channel that the pattern holds. */
    boolean mayHavePast(String channel) {
        return rights.mayHear(channel) && rights.mayReadPast(channel);
    }

    /** Whether the channel's past is not given because it was not to be had when the subscription began. */
    boolean isUnreadable(String channel) {
        return unreadable.contains(channel);
    }

    void join(PatternReaders those) {
        readers = those;
    }

    /** @param withoutPast channels whose past is not given */
    void begin(long from, String in, Set<String> withoutPast) {
        unreadable = withoutPast;
        chain = from;
        epoch = in;
    }

    String epoch() {
        return epoch;
    }

    long chain() {
        return chain;
    }

    void chainTo(long seq) {
        chain = seq;
    }

    StoredEvent named(StoredEvent event, int shard) {
        return readers.named(event, chain, shard);
    }
}
