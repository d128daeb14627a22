package org.tidings.testkit.verify;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Chooses whom a fault hits, and how long, by the run's random numbers and by who leads now.
 *
 * @param scene where it happens
 * @param random the run's
 */
record Aim(Scene scene, Random random) {

    private static final long JUMP_SECONDS = 600;

    private Cluster cluster() {
        return scene.cluster();
    }

    Fault killInstance() {
        Member victim = cluster().follower(random);
        Set<Integer> leads = victim.leads();
        List<String> others = Channels.all().stream()
                .filter(channel -> !leads.contains(Channels.shardOf(channel)))
                .toList();
        return new ProcessKilled(
                victim.node(),
                described(victim, leads),
                hit(victim),
                others.isEmpty() ? Channels.all() : others,
                Duration.ZERO);
    }

    Fault killLeader() {
        Member victim = cluster().leader(random);
        return new ProcessKilled(
                victim.node(), described(victim, victim.leads()), hit(victim), Channels.all(), Duration.ZERO);
    }

    Fault killBroker() {
        return new ProcessKilled(cluster().broker(), "the broker", Set.of(), Channels.all(), Duration.ZERO);
    }

    Fault freezeInstance() {
        Member victim = cluster().follower(random);
        return new ProcessFrozen(victim.node(), described(victim, victim.leads()), hit(victim));
    }

    Fault freezeLeader() {
        Member victim = cluster().leader(random);
        return new ProcessFrozen(victim.node(), described(victim, victim.leads()), hit(victim));
    }

    Fault freezeBroker() {
        return new ProcessFrozen(cluster().broker(), "the broker", Set.of());
    }

    Fault disturb(LinkDisturbed.Form form, boolean brokerSide) {
        Member victim = cluster().anyone(random);
        return new LinkDisturbed(
                brokerSide ? victim.brokerSide() : List.of(victim.clientSide()),
                form,
                victim.name(),
                hit(victim),
                holdOf(form));
    }

    /** A reset is over at once; what swallows bytes is held until some timeouts have passed, and sometimes less. */
    private Duration holdOf(LinkDisturbed.Form form) {
        return switch (form) {
            case RESET -> Duration.ZERO;
            case HALF_OPEN, BLACK_HOLE -> Duration.ofMillis(1_000 + random.nextInt(6_000));
            case DELAY, JITTER, TRICKLE -> Duration.ofMillis(1_000 + random.nextInt(2_000));
        };
    }

    Fault drops() {
        return new ConnectionsDropped(cluster().members(), scene.parties());
    }

    Fault rollingRestart() {
        return new RollingRestart(cluster().members());
    }

    Fault clockJump() {
        return ClockJump.of(
                scene.clockMember(), scene.clockFile(), random.nextBoolean() ? JUMP_SECONDS : -JUMP_SECONDS);
    }

    Fault fillDisk() {
        return new DiskFull(cluster().broker(), Duration.ofMillis(2_000 + random.nextInt(4_000)));
    }

    Fault overtake() {
        return new RingOvertakes(scene.laggard(), scene.history());
    }

    Fault killLiveBroker() {
        return PairFailover.killed(cluster().pair());
    }

    Fault freezeLiveBroker() {
        return PairFailover.frozen(cluster().pair());
    }

    /** With a single instance there is no other to ask, and its own clients count. */
    private Set<String> hit(Member victim) {
        return cluster().members().size() == 1 ? Set.of() : Set.of(victim.name());
    }

    private static String described(Member member, Set<Integer> leads) {
        return member.name() + (leads.isEmpty() ? ", no leader" : ", leader of " + leads.size() + " shards");
    }
}
