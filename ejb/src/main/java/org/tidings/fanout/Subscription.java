package org.tidings.fanout;

import java.util.Set;
import org.tidings.envelope.Action;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeBuilder;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.envelope.Gap;
import org.tidings.filter.EventFilter;
import org.tidings.history.StoredEvent;
import org.tidings.namespace.NamespaceOptions;

/** One outlet's interest in one channel. Its state is guarded by the feed's lock. */
public final class Subscription {

    private final String channel;
    private final ShardFeed feed;
    /** Where its shard stands. */
    private final ShardPosition shard;

    private final Outlet outlet;
    /** Of the channel's namespace, as they were when it began. */
    private final NamespaceOptions options;
    /** Which events it wants; null for all. */
    private final EventFilter filter;
    /** Null where it is to one channel. */
    private final PatternReader pattern;
    /** The last position handed to the outlet, or the position it started from. */
    private long position;
    /** Where the shard stood when it began: what lies behind that is history. */
    private long began;
    /** Whether events go straight to the outlet; otherwise it is catching up, or drops what comes. */
    private boolean live;
    /** What it was not given since the outlet was last told; null for nothing. */
    private Omitted omitted;
    /** Ephemeral events that it gets when there is room; null until there is a first. */
    private Held held;

    private boolean attached;
    /** Past events that were looked at to find those that it gets. */
    private int looked;

    private boolean pastIsCut;

    Subscription(
            String channel,
            ShardFeed feed,
            Outlet outlet,
            NamespaceOptions options,
            EventFilter filter,
            PatternReader pattern) {
        this.channel = channel;
        this.feed = feed;
        this.shard = feed.position();
        this.outlet = outlet;
        this.options = options;
        this.filter = filter;
        this.pattern = pattern;
    }

    /** The channel's name, or the pattern. */
    public String channel() {
        return channel;
    }

    public ShardFeed feed() {
        return feed;
    }

    Outlet outlet() {
        return outlet;
    }

    /** How the channel's events are to be delivered. */
    public NamespaceOptions options() {
        return options;
    }

    boolean ephemeral() {
        return options.ephemeral();
    }

    EventFilter filter() {
        return filter;
    }

    /** What it knows beside other subscriptions because it is to a pattern; null where it is to one channel. */
    PatternReader pattern() {
        return pattern;
    }

    boolean wantsAWholeChannel() {
        return filter == null && pattern == null;
    }

    /** An event as this subscription's outlet gets it. */
    StoredEvent named(StoredEvent event) {
        return pattern == null ? event : pattern.named(event, shard.number());
    }

    /** The last position before an event that its subscriber has had, or has been told of. */
    long lastBefore(StoredEvent event) {
        return pattern == null ? Math.min(position, event.prev()) : pattern.chain();
    }

    /** Its subscriber has had, or is going to be told of, everything up to there. */
    void passed(long seq) {
        if (pattern != null) {
            pattern.chainTo(seq);
        }
    }

    /** In which the positions of events count that are offered now. Guarded by the feed's lock. */
    public String epoch() {
        return shard.epoch();
    }

    /** The event that tells its subscriber of what was left out for it. Guarded by the feed's lock. */
    String told(Omitted events) {
        return events.byFilter()
                ? told(Envelope.event(Action.FILTERED).payload(events.filtered()), shard.epoch())
                : told(events.gap());
    }

    /** Tells its subscriber of a gap, behind what it was given. */
    void tell(Gap gap) {
        outlet.notice(this, told(gap));
    }

    /** The event that tells its subscriber of a gap. Guarded by the feed's lock. */
    String told(Gap gap) {
        return told(gap, shard.epoch());
    }

    /** Likewise. Any thread. @param epoch in which the gap's positions count */
    public String told(Gap gap, String epoch) {
        return told(Envelope.event(Action.GAP).payload(gap), epoch);
    }

    private String told(EnvelopeBuilder event, String epoch) {
        event.channel(channel);
        if (!ephemeral()) {
            event.epoch(epoch).shard(shard.number());
        }
        return EnvelopeCodec.encode(event.build());
    }

    /** Where it is going to begin, as far as is known now. */
    void prepare(long from, long standing, String epoch, Set<String> unreadable) {
        position = from;
        began = standing;
        pattern.begin(from, epoch, unreadable);
    }

    void attach(long from, long standing, boolean isLive) {
        attached = true;
        position = from;
        began = standing;
        live = isLive;
    }

    void detach() {
        attached = false;
        live = false;
        omitted = null;
        if (held != null) {
            held.clear();
        }
    }

    void looked(int events, boolean someRemoved) {
        looked = events;
        pastIsCut = someRemoved;
    }

    /** Whether gaps are going to tell of some of the past. By whoever has begun it. */
    public boolean pastIsCut() {
        return pastIsCut;
    }

    /** How many past events were looked at to find those that it gets. By whoever has begun it. */
    public int looked() {
        return looked;
    }

    boolean attached() {
        return attached;
    }

    boolean live() {
        return live;
    }

    /** Whether it has no room, and what comes meanwhile is dropped. */
    boolean isDropping() {
        return omitted != null && omitted.reason() == Gap.Reason.DROPPED;
    }

    Omitted omitted() {
        return omitted;
    }

    void omit(Omitted events) {
        omitted = events;
    }

    Held held() {
        return held;
    }

    void hold(Held events) {
        held = events;
    }

    void fallBehind() {
        live = false;
    }

    void caughtUp(long at) {
        position = at;
        live = true;
    }

    long began() {
        return began;
    }

    long position() {
        return position;
    }

    void moveTo(long seq) {
        position = seq;
    }
}
