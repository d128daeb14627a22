package org.tidings.testkit.verify;

import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The faults that a run can put in, by the name that the certificate gives them. */
enum FaultKind {
    KILL_INSTANCE("kill instance", SceneKind.PLAIN, Aim::killInstance),
    KILL_BROKER("kill broker", SceneKind.PLAIN, Aim::killBroker),
    KILL_LEADER("kill leader", SceneKind.PLAIN, Aim::killLeader),
    FREEZE_INSTANCE("freeze instance", SceneKind.PLAIN, Aim::freezeInstance),
    FREEZE_BROKER("freeze broker", SceneKind.PLAIN, Aim::freezeBroker),
    FREEZE_LEADER("freeze leader", SceneKind.PLAIN, Aim::freezeLeader),
    BROKER_LINK_DELAY("instance-broker delay", LinkDisturbed.Form.DELAY, true),
    BROKER_LINK_JITTER("instance-broker jitter", LinkDisturbed.Form.JITTER, true),
    BROKER_LINK_TRICKLE("instance-broker trickle", LinkDisturbed.Form.TRICKLE, true),
    BROKER_LINK_HALF_OPEN("instance-broker half-open", LinkDisturbed.Form.HALF_OPEN, true),
    BROKER_LINK_RESET("instance-broker reset", LinkDisturbed.Form.RESET, true),
    BROKER_LINK_BLACK_HOLE("instance-broker black hole", LinkDisturbed.Form.BLACK_HOLE, true),
    CLIENT_LINK_DELAY("client-instance delay", LinkDisturbed.Form.DELAY, false),
    CLIENT_LINK_JITTER("client-instance jitter", LinkDisturbed.Form.JITTER, false),
    CLIENT_LINK_TRICKLE("client-instance trickle", LinkDisturbed.Form.TRICKLE, false),
    CLIENT_LINK_HALF_OPEN("client-instance half-open", LinkDisturbed.Form.HALF_OPEN, false),
    CLIENT_LINK_RESET("client-instance reset", LinkDisturbed.Form.RESET, false),
    CLIENT_LINK_BLACK_HOLE("client-instance black hole", LinkDisturbed.Form.BLACK_HOLE, false),
    DROP_CONNECTIONS("20 drops a client", SceneKind.PLAIN, Aim::drops),
    ROLLING_RESTART("rolling restart", SceneKind.PLAIN, Aim::rollingRestart),
    CLOCK_JUMP("clock jump", SceneKind.PLAIN, Aim::clockJump),
    DISK_FULL("journal disk full", SceneKind.CRAMPED, Aim::fillDisk),
    RING_OVERTAKES("ring overtakes a reader", SceneKind.CRAMPED, Aim::overtake),
    PAIR_KILL("kill live broker of a pair", SceneKind.PAIR, Aim::killLiveBroker),
    PAIR_FREEZE("freeze live broker of a pair", SceneKind.PAIR, Aim::freezeLiveBroker);

    private final String label;
    private final SceneKind scene;
    private final Function<Aim, Fault> aim;

    FaultKind(String label, SceneKind scene, Function<Aim, Fault> aim) {
        this.label = label;
        this.scene = scene;
        this.aim = aim;
    }

    FaultKind(String label, LinkDisturbed.Form form, boolean brokerSide) {
        this(label, SceneKind.PLAIN, aim -> aim.disturb(form, brokerSide));
    }

    String label() {
        return label;
    }

    /** Where it can happen. */
    SceneKind scene() {
        return scene;
    }

    /** Why it cannot happen on this machine, if it cannot. */
    Optional<String> obstacle() {
        return switch (this) {
            case CLOCK_JUMP -> ClockJump.obstacle();
            case DISK_FULL -> SmallDisk.obstacle();
            default -> Optional.empty();
        };
    }

    /** How long publishing may stand still on a quiet machine; empty where nothing is promised. */
    String outageBound() {
        return switch (this) {
            case KILL_INSTANCE -> "1 s";
            case KILL_LEADER -> "5 s";
            case FREEZE_LEADER -> "8 s";
            case KILL_BROKER -> "start + 2 s";
            case PAIR_KILL -> "3 s";
            default -> "";
        };
    }

    /** The bound of the kind with this name; empty where there is none. */
    static String outageBound(String label) {
        return Stream.of(values())
                .filter(kind -> kind.label.equals(label))
                .map(FaultKind::outageBound)
                .findFirst()
                .orElse("");
    }

    /** Picks whom it hits, as the cluster stands now. */
    Fault aim(Aim at) {
        return aim.apply(at);
    }
}
