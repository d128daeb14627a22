package org.tidings.testkit.verify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.tidings.testkit.Await;
import org.tidings.testkit.FaultProxy;

/**
 * A cluster with clients that publish and read all the time, and their history. Driven by the run's thread.
 */
final class Scene implements AutoCloseable {

    /** A recovery that takes longer is none. Includes the start of every process on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    /** A publish that cannot be settled ends with the window for repeated ones, two minutes. */
    private static final Duration DRAIN = Duration.ofSeconds(150);

    /** Each second client of an instance speaks the protocol by itself, later ones each third. */
    private static final int WIRE_EVERY = 3;

    private static final String LAGGARD = "laggard";

    /** Frequent pings, so that positions are told often. */
    private static final Map<String, String> SETTINGS = Map.of(
            "tidings.ping-interval-millis",
            "2000",
            "tidings.pong-timeout-millis",
            "4000",
            "tidings.presence.lease-millis",
            Long.toString(PresenceCheck.LEASE.toMillis()),
            "tidings.presence.grace-millis",
            Long.toString(PresenceCheck.GRACE.toMillis()));

    private final Cluster cluster;
    private final List<Party> parties = new ArrayList<>();
    private final Map<String, String> instanceOf = new HashMap<>();
    private final RunHistory history;
    private final Witness witness;
    private final Workload workload;
    private final int rate;
    private final Path clock;

    /** Null where there is room. */
    private final SmallDisk disk;

    /** Null where everybody keeps up. */
    private final Laggard laggard;

    /**
     * Nothing is started.
     *
     * @param tap what stands between the clients and the history; for a run that shall be found out
     */
    Scene(SceneKind kind, Plan plan, Path folder, UnaryOperator<Witness> tap) {
        clock = folder.resolve("clock");
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.putAll(kind.settings());
        cluster = new Cluster(kind, plan.instances(), settings);
        ClockJump.library().ifPresent(library -> ClockJump.prepare(clockMember().node(), library, clock));
        history = new RunHistory(folder.resolve("history.txt.gz"), instanceOf::get, kind.retained());
        witness = tap.apply(history);
        for (int i = 0; i < plan.clients(); i++) {
            Member member = cluster.members().get(i % plan.instances());
            boolean wire = i / plan.instances() % WIRE_EVERY == 1;
            parties.add(party((wire ? "wire-" : "client-") + i, member, wire));
        }
        rate = plan.rate();
        workload = new Workload(parties, Channels.all(), rate);
        disk = kind == SceneKind.CRAMPED ? new SmallDisk(cluster.broker().data()) : null;
        laggard = kind == SceneKind.CRAMPED ? laggard(cluster.members().get(0)) : null;
    }

    private Party party(String name, Member member, boolean wire) {
        instanceOf.put(name, member.name());
        return wire
                ? new WireParty(name, member.name(), member.ws(), () -> cluster.token(name), Channels.all(), witness)
                : new LibraryParty(
                        name, member.name(), member.ws(), () -> cluster.token(name), Channels.all(), witness);
    }

    private Laggard laggard(Member member) {
        FaultProxy link = FaultProxy.to(member.node().port());
        instanceOf.put(LAGGARD, member.name());
        Party party = new LibraryParty(
                LAGGARD, member.name(), Member.ws(link), () -> cluster.token(LAGGARD), Channels.all(), witness);
        return new Laggard(party, link);
    }

    /** Starts the processes, and begins to publish and read; returns when all clients do. */
    void begin() {
        cluster.start();
        readers().forEach(Party::join);
        Await.await(PATIENCE, () -> readers().allMatch(Party::joined), () -> "not all clients could subscribe");
        workload.start();
        awaitService(System.nanoTime());
    }

    /**
     * Waits until every client has published to every channel since a time, and read everything that was acknowledged
     * until then.
     */
    void awaitService(long sinceNanos) {
        Await.await(PATIENCE, () -> silent(sinceNanos).isEmpty(), () -> "cannot publish: " + silent(sinceNanos));
        awaitReaders();
    }

    /**
     * Waits until no more publishes wait for an answer than come in a second: a fault that meets a cluster which is still busy
     * with the last one, or with a machine too slow for the pace, shows nothing of its own.
     */
    void awaitCalm() {
        Await.await(
                PATIENCE,
                () -> history.outstanding() <= rate,
                () -> history.outstanding() + " publishes wait for an answer: too slow a machine for --rate " + rate
                        + '?');
    }

    private void awaitReaders() {
        Map<String, Long> heads = history.heads();
        Await.await(PATIENCE, () -> behind(heads).isEmpty(), () -> "have not caught up: " + behind(heads));
    }

    private List<String> silent(long sinceNanos) {
        return parties.stream()
                .map(Party::name)
                .filter(name -> !history.publishes(name, Channels.all(), sinceNanos))
                .toList();
    }

    private List<String> behind(Map<String, Long> heads) {
        return readers()
                .map(Party::name)
                .filter(name -> !history.hasReached(name, heads))
                .toList();
    }

    /** Ends publishing; returns when every publish has its answer and every client has read all that was acknowledged. */
    void drain() {
        awaitService(System.nanoTime());
        workload.end();
        Await.await(
                DRAIN, () -> history.outstanding() == 0, () -> history.outstanding() + " publishes without an answer");
        awaitReaders();
    }

    /** What is wrong with what the instances say of who is there. */
    Optional<String> untruePresence() {
        return new PresenceCheck(cluster, readers().toList()).complaint();
    }

    private Stream<Party> readers() {
        return laggard == null ? parties.stream() : Stream.concat(parties.stream(), Stream.of(laggard.party()));
    }

    Cluster cluster() {
        return cluster;
    }

    /** Those that publish. */
    List<Party> parties() {
        return parties;
    }

    Laggard laggard() {
        return laggard;
    }

    RunHistory history() {
        return history;
    }

    /** The last instance: its clock is what {@link #clockFile} says. */
    Member clockMember() {
        return cluster.members().get(cluster.members().size() - 1);
    }

    Path clockFile() {
        return clock;
    }

    @Override
    public void close() {
        workload.end();
        readers().forEach(Party::close);
        if (laggard != null) {
            laggard.close();
        }
        cluster.end();
        if (disk != null) {
            disk.close();
        }
        cluster.close();
    }
}
