package org.tidings.fanout;

import java.util.ArrayList;
import java.util.List;
import org.tidings.authorization.ChannelPattern;
import org.tidings.history.StoredEvent;

/** Those who subscribe to one pattern, in one shard. Guarded by the feed's lock. */
final class PatternReaders {

    private final ChannelPattern pattern;
    private final List<Subscription> parts = new ArrayList<>(1);
    /** What was named last, for what chain and as what: readers that keep up get the same. */
    private StoredEvent event;

    private long chain;
    private StoredEvent named;

    PatternReaders(ChannelPattern pattern) {
        this.pattern = pattern;
    }

    ChannelPattern pattern() {
        return pattern;
    }

    List<Subscription> parts() {
        return parts;
    }

    /** The event as a reader gets it that has had everything up to there. */
    StoredEvent named(StoredEvent next, long readersChain, int shard) {
        if (next != event || readersChain != chain) {
            event = next;
            chain = readersChain;
            named = NamedEvent.of(next, pattern.text(), readersChain, shard);
        }
        return named;
    }
}
