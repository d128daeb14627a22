package org.tidings.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.Filtered;
import org.tidings.envelope.Subscribed;

/**
 * One channel that the client follows: where it stands, what is a duplicate, what is a hole. Confined to the client's
 * thread, but for what {@link Subscription} shows.
 */
final class ChannelSubscription implements Subscription {

    /** How far the subscription has come on the connection that lives. */
    enum Stage {
        /** Not asked for on this connection. */
        ABSENT,
        REQUESTED,
        /** Confirmed; past events are arriving. */
        REPLAYING,
        LIVE,
        ENDED
    }

    private final String channel;
    /** The condition that events must meet, null for all. */
    private final String filter;

    private final SubscribeFrom from;
    private final SubscriptionListener listener;
    private final Function<ChannelSubscription, CompletableFuture<Void>> unsubscriber;
    private final CompletableFuture<Subscription> ready = new CompletableFuture<>();

    private Stage stage = Stage.ABSENT;

    /** The log in which the channel's events count. Null before the first reply, and in an ephemeral channel. */
    private String epoch;

    private Integer shard;

    /** Whether the server has confirmed it without a position: there are none in an ephemeral channel. */
    private boolean ephemeral;

    /** Where a reconnect resumes, null before anything is known. Written by the client's thread, read by any. */
    private volatile Position position;

    /** The last event that was passed on, or the place where listening began: what is not beyond is a duplicate. */
    private long lastSeq;

    /** While replaying: where live events begin, and how many past ones are still to come. */
    private long liveFromSeq;

    private long replayLeft;

    ChannelSubscription(
            String channel,
            String filter,
            SubscribeFrom from,
            SubscriptionListener listener,
            Function<ChannelSubscription, CompletableFuture<Void>> unsubscriber) {
        this.channel = channel;
        this.filter = filter;
        this.from = from;
        this.listener = listener;
        this.unsubscriber = unsubscriber;
        if (from instanceof SubscribeFrom.Since since) {
            moveTo(since.position().epoch(), since.position().seq());
        }
    }

    @Override
    public String channel() {
        return channel;
    }

    @Override
    public CompletableFuture<Subscription> ready() {
        return ready;
    }

    @Override
    public Optional<Position> position() {
        return Optional.ofNullable(position);
    }

    @Override
    public CompletableFuture<Void> unsubscribe() {
        return unsubscriber.apply(this);
    }

    String filter() {
        return filter;
    }

    SubscriptionListener listener() {
        return listener;
    }

    Stage stage() {
        return stage;
    }

    void stage(Stage next) {
        stage = next;
    }

    /** Whether the server has said yes on this connection: before that, nothing of the channel comes. */
    boolean isConfirmed() {
        return stage == Stage.REPLAYING || stage == Stage.LIVE;
    }

    String epoch() {
        return epoch;
    }

    /** Where to subscribe from now: the own position, else where the application wanted to begin. */
    SubscribeFrom resumeFrom() {
        if (ephemeral) {
            return SubscribeFrom.now();
        }
        return position == null ? from : SubscribeFrom.since(position);
    }

    /** @return the gap between the position asked for and what comes, or null */
    Gap confirmed(Envelope reply, Subscribed outcome) {
        ephemeral = reply.epoch() == null && reply.seq() == null;
        if (ephemeral) {
            return follow(outcome);
        }
        shard = reply.shard();
        stage = Stage.REPLAYING;
        // What has expired comes too, as the count of gaps.
        replayLeft = orNothing(outcome.count()) + orNothing(outcome.expired());
        liveFromSeq = reply.seq() == null ? 0 : reply.seq();
        Gap gap = null;
        if (outcome.gap() != null) {
            gap = passOver(reply.epoch(), outcome.gap());
        } else if (position != null && isOtherLog(reply.epoch())) {
            // Another incarnation of the log, and no word of what that cost: say so rather than count on.
            gap = new Gap(channel, reply.epoch(), lastSeq, null, Gap.UNANNOUNCED, null);
            moveTo(reply.epoch(), 0);
        }
        if (reply.epoch() != null) {
            epoch = reply.epoch();
        }
        becomeLiveIf(replayLeft <= 0);
        return gap;
    }

    /** What was known of the channel, if it was durable before, means nothing any more. */
    private Gap follow(Subscribed outcome) {
        stage = Stage.LIVE;
        epoch = null;
        shard = null;
        position = null;
        lastSeq = 0;
        return outcome.gap() == null ? null : told(null, outcome.gap());
    }

    /** The server announced, by an event, that events are missing. */
    Gap announced(String gapEpoch, org.tidings.envelope.Gap gap) {
        Gap told = passOver(gapEpoch, gap);
        if (stage == Stage.REPLAYING) {
            // Some of the events that the reply promised are among the missing ones.
            replayLeft -= orNothing(gap.count());
            becomeLiveIf(replayLeft <= 0 || lastSeq >= liveFromSeq);
        }
        return told;
    }

    /** The server told which events the filter left out. @return the hole before them, or null */
    Gap leftOut(String filteredEpoch, Filtered filtered) {
        if (position == null || isOtherLog(filteredEpoch)) {
            return null;
        }
        long known = Math.max(lastSeq, position.seq());
        if (filtered.before() - 1 > known) {
            position = new Position(epoch, filtered.before() - 1);
        }
        return filtered.after() <= known
                ? null
                : new Gap(channel, epoch, known, filtered.after() + 1, Gap.UNANNOUNCED, null);
    }

    private Gap passOver(String gapEpoch, org.tidings.envelope.Gap gap) {
        boolean otherLog = isOtherLog(gapEpoch);
        String log = gapEpoch == null ? epoch : gapEpoch;
        long passed = gap.before() == null ? 0 : Math.max(0, gap.before() - 1);
        if (otherLog) {
            moveTo(log, passed);
        } else if (log != null && passed > lastSeq) {
            moveTo(log, passed);
        }
        return told(log, gap);
    }

    private Gap told(String log, org.tidings.envelope.Gap gap) {
        return new Gap(channel, log, gap.after(), gap.before(), gap.reason(), gap.count(), gap.atMost());
    }

    /** Whether an event was passed on before. */
    boolean isDuplicate(Envelope event) {
        return event.seq() != null && event.seq() <= lastSeq && !isOtherLog(event.epoch());
    }

    /** The hole that an event proves, or null: its predecessor lies beyond everything that is known, or in another log. */
    Gap holeBefore(Envelope event) {
        if (event.seq() == null || event.prev() == null || position == null) {
            return null;
        }
        long known = Math.max(lastSeq, position.seq());
        if (isOtherLog(event.epoch())) {
            return new Gap(channel, event.epoch(), known, event.seq(), Gap.UNANNOUNCED, null);
        }
        return event.prev() <= known ? null : new Gap(channel, epoch, known, event.seq(), Gap.UNANNOUNCED, null);
    }

    /** An event that is no duplicate is being passed on. */
    void advance(Envelope event) {
        String log = event.epoch() == null ? epoch : event.epoch();
        if (event.seq() != null && log != null) {
            // Also backwards: an event behind a position event proves that this did not hold for the channel.
            moveTo(log, event.seq());
        }
    }

    /** An event came, a duplicate or not: is it the last of the past ones? */
    void countReplayed(Envelope event) {
        if (stage == Stage.REPLAYING && event.seq() != null) {
            replayLeft--;
            becomeLiveIf(replayLeft <= 0 || event.seq() >= liveFromSeq);
        }
    }

    /** The server told where a shard stands. */
    void shardReached(org.tidings.envelope.Position reached) {
        if (stage == Stage.LIVE
                && position != null
                && reached.shard().equals(shard)
                && reached.epoch().equals(epoch)
                && reached.seq() > position.seq()) {
            position = new Position(epoch, reached.seq());
        }
    }

    private static long orNothing(Long count) {
        return count == null ? 0 : count;
    }

    private boolean isOtherLog(String named) {
        return named != null && epoch != null && !named.equals(epoch);
    }

    private void becomeLiveIf(boolean replayed) {
        if (replayed) {
            stage = Stage.LIVE;
            // Not lastSeq: should one more past event come against the count, it is still passed on.
            if (epoch != null && (position == null || liveFromSeq > position.seq())) {
                position = new Position(epoch, liveFromSeq);
            }
        }
    }

    private void moveTo(String newEpoch, long seq) {
        epoch = newEpoch;
        lastSeq = seq;
        position = new Position(newEpoch, seq);
    }
}
