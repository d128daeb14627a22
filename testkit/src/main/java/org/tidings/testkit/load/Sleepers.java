package org.tidings.testkit.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tidings.testkit.Await;

/** Subscribers that stop reading, and later go on. Driven by the scenario's thread, but where a method says otherwise. */
final class Sleepers {

    /** What the system receives for a client that does not read. */
    private static final int RECEIVE_BUFFER = 4_096;

    /**
     * A channel that only the slow follow. What is published there when they have stopped fills what the instance's system
     * sends for them, some megabytes each, which would otherwise take in a whole phase.
     */
    private static final String FILL = "slow:fill";

    /** Ten megabytes in all: more than any system sends ahead. */
    private static final int FILL_EVENTS = 250;

    private static final int FILL_BYTES = 40_000;
    private static final int FILLS_PER_SECOND = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Swarm swarm;
    private final GapHistory history;
    private final List<SwarmClient> sleepers = new ArrayList<>();
    private final SwarmClient sender;
    private final PacedPublisher filler;

    Sleepers(Swarm swarm, int port, String token, GapHistory history) {
        this.swarm = swarm;
        this.history = history;
        sender = new SwarmClient(swarm, "filler", port, token, SwarmListener.SILENT);
        filler = new PacedPublisher(swarm, sender, history.checker(), number -> FILL, FILL_BYTES);
        history.leaveUncounted(FILL);
    }

    /** One more of them; before it connects. */
    void add(SwarmClient member) {
        sleepers.add(member.follow(FILL).receiveBuffer(RECEIVE_BUFFER));
        history.addSlow(member);
    }

    boolean contains(SwarmClient member) {
        return sleepers.contains(member);
    }

    /** On the swarm's thread. */
    void connectFiller() {
        sender.connect();
    }

    /** Returns when the instance's system takes nothing more for them. */
    void stopReading() {
        swarm.tell(() -> sleepers.forEach(sleeper -> sleeper.reading(false)));
        long enough = swarm.call(filler::acknowledged) + FILL_EVENTS;
        swarm.tell(() -> filler.start(FILLS_PER_SECOND));
        Await.await(PATIENCE, () -> swarm.call(filler::acknowledged) >= enough, () -> "the sockets are filled");
        swarm.tell(filler::stop);
    }

    /** What the log may retain of the fill, which is more with each time. */
    long fillBytes() {
        return swarm.call(filler::acknowledged) * FILL_BYTES;
    }

    void readAgain() {
        swarm.tell(() -> sleepers.forEach(sleeper -> sleeper.reading(true)));
    }

    /** Until they have the fill so far, and all up to these positions. */
    void await(Map<String, Long> newest) {
        Map<String, Long> until = new HashMap<>(newest);
        until.putAll(swarm.call(filler::newest));
        Await.await(
                PATIENCE,
                () -> swarm.call(() -> sleepers.stream().allMatch(sleeper -> sleeper.hasReached(until))),
                () -> "the slow have all");
    }
}
