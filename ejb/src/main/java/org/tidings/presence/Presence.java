package org.tidings.presence;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.tidings.control.Announcement;
import org.tidings.control.PresenceExchange;
import org.tidings.control.PresenceMessage;
import org.tidings.control.SnapshotRequest;
import org.tidings.envelope.PresencePage;

/**
 * Who is on which channel, over all instances. Thread-safe; nothing blocks. Where this instance cannot know, for it was cut off from
 * the others, it says so.
 */
public final class Presence implements PresenceExchange.Party {

    /** A longer time between two ticks passed without this instance. */
    private static final long STOOD_STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final LongSupplier nanos;
    private final LongSupplier millis;
    private final Rosters rosters = new Rosters();
    private final OwnMembers own;
    private final Announcer announcer;
    private final Peers peers;
    private final Certainty certainty;
    /** The ticker's. */
    private final Deliveries deliveries;

    private final Counter announced;
    private long tickedNanos;
    /** Time that passed with this instance awake: what others said while it stood still is still to be heard. */
    private long awakeNanos;
    /** When, in that time, it was last connected. */
    private long connectedNanos;
    /** Whether everybody is to be asked for all members. */
    private boolean askAll;

    public Presence(PresenceSettings settings, MeterRegistry meters) {
        this(settings, new SecureRandom().nextLong() >>> 1 | 1, System::nanoTime, System::currentTimeMillis, meters);
    }

    /** @param incarnation above 0 */
    Presence(
            PresenceSettings settings,
            long incarnation,
            LongSupplier nanos,
            LongSupplier millis,
            MeterRegistry meters) {
        this.nanos = nanos;
        this.millis = millis;
        tickedNanos = nanos.getAsLong();
        own = new OwnMembers(rosters, new Holder(incarnation), settings);
        announcer = new Announcer(own, settings);
        peers = new Peers(rosters, settings);
        certainty = new Certainty(settings, tickedNanos);
        deliveries = new Deliveries(Counter.builder("tidings.presence.events")
                .description("Events that tell subscribers who comes and goes, queued")
                .register(meters));
        announced = Counter.builder("tidings.presence.announcements")
                .description("Announcements of this instance's own members to the others")
                .register(meters);
        Gauge.builder("tidings.presence.members", this, Presence::members)
                .description("Users on channels, over all instances; one on two channels counts twice")
                .register(meters);
        Gauge.builder("tidings.presence.instances", this, Presence::instances)
                .description("Instances that are heard, this one included")
                .register(meters);
        Gauge.builder("tidings.presence.known", this, presence -> presence.isKnown() ? 1 : 0)
                .description("1 while this instance knows who is present; 0 while it is cut off from the others")
                .register(meters);
    }

    /** One part of who is on a channel. */
    public record Question(String channel, String after, int limit, int maxBytes) {}

    /**
     * Answers a question, with the lock held: whatever changes later is told behind the answer.
     *
     * @param answer must queue and return
     * @return false, without an answer, where this instance does not know
     */
    public synchronized boolean ask(Question question, Consumer<PresencePage> answer) {
        if (!certainty.certain(nanos.getAsLong())) {
            return false;
        }
        Roster roster = rosters.find(question.channel());
        answer.accept(
                roster == null
                        ? new PresencePage(0, rosters.floor(), List.of(), null)
                        : roster.page(question.after(), question.limit(), question.maxBytes()));
        return true;
    }

    /** A user's further connection comes to a channel. False where this instance has too many members. */
    synchronized boolean enter(Key key, String meta) {
        return own.enter(key, meta, millis.getAsLong());
    }

    /** One of those connections goes. @param awaitReturn whether the user is expected back */
    synchronized void leave(Key key, boolean awaitReturn) {
        own.leave(key, awaitReturn, nanos.getAsLong(), millis.getAsLong());
    }

    synchronized void show(Key key, String meta) {
        own.show(key, meta, millis.getAsLong());
    }

    /** @param outlet queues an envelope; false where there is no room. Not called with any lock held */
    synchronized Watch watch(String channel, boolean names, Predicate<String> outlet) {
        Roster roster = rosters.of(channel);
        Watch watch = new Watch(channel, roster, roster.version(), outlet);
        roster.telling().add(watch, names, roster.version());
        return watch;
    }

    synchronized void unwatch(Watch watch) {
        watch.end();
        watch.roster().telling().remove(watch);
        rosters.forgetIfIdle(watch.channel());
    }

    @Override
    public synchronized void connected() {
        certainty.resumed(nanos.getAsLong());
        connectedNanos = awakeNanos;
        announcer.startOver();
        askAll = true;
    }

    @Override
    public synchronized void heard(PresenceMessage message) {
        long self = own.holder().incarnation();
        if (message instanceof SnapshotRequest asked) {
            if (asked.from() != self && (asked.whom() == self || asked.whom() == SnapshotRequest.EVERYONE)) {
                announcer.wantSnapshot();
            }
        } else if (message instanceof Announcement said && said.incarnation() == self) {
            certainty.echoed(said.number());
        } else if (message instanceof Announcement said) {
            peers.hear(said, awakeNanos);
        }
    }

    @Override
    public synchronized List<PresenceMessage> due() {
        long now = nanos.getAsLong();
        List<PresenceMessage> due = new ArrayList<>();
        if (askAll) {
            askAll = false;
            due.add(new SnapshotRequest(own.holder().incarnation(), SnapshotRequest.EVERYONE));
        } else {
            due.addAll(peers.questions(own.holder().incarnation(), now));
        }
        if (announcer.isDue(now)) {
            for (Announcement announcement : announcer.announce(now, millis.getAsLong())) {
                certainty.said(announcement.number(), now);
                announced.increment();
                due.add(announcement);
            }
        }
        return due;
    }

    @Override
    public synchronized List<PresenceMessage> farewell() {
        long now = nanos.getAsLong();
        List<PresenceMessage> last = new ArrayList<>(announcer.announce(now, millis.getAsLong()));
        last.add(announcer.farewell(millis.getAsLong()));
        return last;
    }

    /** Time passes: leases and graces end, and watchers are told what has changed. Always on the same thread. */
    void tick() {
        review();
        deliveries.deliver(this::summary);
    }

    private synchronized void review() {
        long now = nanos.getAsLong();
        awakeNanos += Math.min(now - tickedNanos, STOOD_STILL_NANOS);
        tickedNanos = now;
        own.endGraces(now);
        if (certainty.review(now, peers.allComplete())) {
            peers.doubtAll();
        }
        if (certainty.inTouch(now)) {
            peers.endLeases(awakeNanos, connectedNanos);
        }
        if (certainty.certain(now)) {
            // Else nobody is told what may not be so.
            rosters.stirred().removeIf(roster -> tell(roster, now));
        }
    }

    /** @return whether nothing of the channel is left to be told */
    private boolean tell(Roster roster, long now) {
        if (deliveries.isBusy(roster)) {
            return false;
        }
        List<Told> events = roster.telling().due(roster.version(), roster.count(), now);
        if (!events.isEmpty()) {
            deliveries.add(roster, roster.telling().watches(), events);
        }
        return roster.telling().isDone(roster.version());
    }

    private synchronized Told summary(Roster roster) {
        return roster.summary();
    }

    private synchronized int members() {
        return rosters.members();
    }

    private synchronized int instances() {
        return peers.size() + 1;
    }

    /** Whether it knows who is present. */
    public synchronized boolean isKnown() {
        return certainty.certain(nanos.getAsLong());
    }
}
