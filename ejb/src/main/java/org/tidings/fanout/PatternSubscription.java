package org.tidings.fanout;

import java.util.List;
import org.tidings.authorization.ChannelPattern;

/**
 * One connection's interest in all channels that a pattern holds: a subscription in each shard in which they may live. Immutable;
 * each part's state is its feed's.
 *
 * @param parts one in each shard
 */
public record PatternSubscription(ChannelPattern pattern, List<Subscription> parts) {

    public PatternSubscription {
        parts = List.copyOf(parts);
    }

    /** The pattern as it was written. */
    public String name() {
        return pattern.text();
    }

    public void detach() {
        parts.forEach(part -> part.feed().detach(part));
    }

    /** Ends it for one who has no right to any of it: what still waits is taken back. */
    public void withdraw() {
        parts.forEach(part -> part.feed().withdraw(part));
    }

    /** Rights have changed: what waits is decided upon again. */
    public void reconsider() {
        parts.forEach(part -> part.feed().reconsider(part));
    }

    /** Lets come what is to come. Once; behind the reply. */
    public void begin() {
        parts.forEach(part -> part.feed().begin(part));
    }
}
