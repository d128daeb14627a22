package org.tidings.presence;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.tidings.envelope.PresenceChange;

/**
 * What a channel's watchers are told: who comes and goes, one by one, as long as that is little; beyond that, now and then, that
 * much has changed. What one watcher costs bounds how often all are told. Guarded by {@link Presence}'s lock.
 */
final class Telling {

    /** One by one, in a second and in a row. */
    static final int CHANGES_PER_SECOND = 20;

    /** Events of one channel that this instance queues in a second, for all its watchers together. */
    private static final int DELIVERIES_PER_SECOND = 2_000;

    private static final double SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String channel;
    private final Set<Watch> watches = new LinkedHashSet<>();
    /** What was not told yet. */
    private final List<Told> changes = new ArrayList<>();
    /** Whether there was too much to tell one by one, or something that is no coming or going. */
    private boolean summary;
    /** Whether names may be told. */
    private boolean names;

    private double allowance = CHANGES_PER_SECOND;
    /** When the allowance was last added to; meaningless before the first time. */
    private long reckonedNanos;

    private boolean reckoned;
    private long summedUpNanos;
    private boolean summedUp;
    /** The last version that watchers were told of, or began with. */
    private long toldVersion;

    Telling(String channel, long version) {
        this.channel = channel;
        this.toldVersion = version;
    }

    boolean isWatched() {
        return !watches.isEmpty();
    }

    void add(Watch watch, boolean withNames, long version) {
        if (watches.isEmpty()) {
            toldVersion = version;
        }
        names = withNames;
        watches.add(watch);
    }

    void remove(Watch watch) {
        watches.remove(watch);
        if (watches.isEmpty()) {
            changes.clear();
            summary = false;
        }
    }

    void joined(long version, String user, String meta) {
        if (wantsChange()) {
            changes.add(Told.join(channel, new PresenceChange(user, meta, version)));
        }
    }

    void left(long version, String user, String meta) {
        if (wantsChange()) {
            changes.add(Told.leave(channel, new PresenceChange(user, meta, version)));
        }
    }

    void changed(long version) {
        if (isWatched() && version > toldVersion) {
            sumUp();
        }
    }

    private boolean wantsChange() {
        if (!isWatched() || summary) {
            return false;
        }
        if (!names || changes.size() == CHANGES_PER_SECOND) {
            sumUp();
            return false;
        }
        return true;
    }

    private void sumUp() {
        summary = true;
        changes.clear();
    }

    /** What is to be told now; empty where nothing is, or not yet. */
    List<Told> due(long version, int count, long now) {
        if (!isWatched() || version == toldVersion) {
            return List.of();
        }
        double perSecond = Math.min(CHANGES_PER_SECOND, (double) DELIVERIES_PER_SECOND / watches.size());
        double earned = reckoned ? (now - reckonedNanos) / SECOND_NANOS * perSecond : 0;
        allowance = Math.min(Math.max(1, perSecond), allowance + earned);
        reckonedNanos = now;
        reckoned = true;
        if (!summary && changes.size() <= allowance) {
            allowance -= changes.size();
            List<Told> due = List.copyOf(changes);
            changes.clear();
            toldVersion = version;
            return due;
        }
        sumUp();
        double pause = Math.max(1, (double) watches.size() / DELIVERIES_PER_SECOND) * SECOND_NANOS;
        if (summedUp && now - summedUpNanos < pause) {
            return List.of();
        }
        summary = false;
        summedUp = true;
        summedUpNanos = now;
        toldVersion = version;
        return List.of(Told.summary(channel, version, count));
    }

    Told summary(long version, int count) {
        return Told.summary(channel, version, count);
    }

    /** Whether nobody waits to be told anything. */
    boolean isDone(long version) {
        return !isWatched() || version == toldVersion;
    }

    List<Watch> watches() {
        return new ArrayList<>(watches);
    }
}
