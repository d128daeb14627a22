package org.tidings.testkit.compare;

import org.tidings.testkit.load.Report;
import org.tidings.testkit.load.Scenario;
import org.tidings.testkit.peer.Peer;
import org.tidings.testkit.peer.RunningPeer;
import org.tidings.testkit.peer.Speech;
import org.tidings.testkit.peer.Tidings;

/** A publisher on one node, all subscribers on another, at an easy pace: how long a delivery takes from node to node. */
final class Cross implements Scenario, Exercise {

    private static final String DURABLE = "tidings, durable";
    private static final String EPHEMERAL = "tidings, ephemeral";
    private static final int PUBLISHES_PER_SECOND = 40;

    /** 1,600 publishes leave most of a JVM's code to its interpreter and its first compiler. */
    private static final int WARMING_PUBLISHES_PER_SECOND = 100;

    private final Plan plan;

    Cross(Plan plan) {
        this.plan = plan;
    }

    @Override
    public String name() {
        return "cross";
    }

    @Override
    public void run(Report report) {
        try (Field field = new Field(report)) {
            Tidings.Running tidings = field.tidings(plan, 2);
            field.enter(DURABLE, tidings, tidings.dialect(Speech.durable()));
            field.enter(EPHEMERAL, tidings, tidings.dialect(Speech.ephemeral()));
            for (Peer peer : plan.peers()) {
                RunningPeer started = field.start(peer, 2);
                field.enter(peer.name(), started, started.dialect());
            }
            Scores scores = new Rounds(plan, report).run(field, this);
            scores.atMost(report, DURABLE, Quantity.P50, 1, Comparisons.SOCKET_IO_STREAMS);
            scores.atMost(report, DURABLE, Quantity.P99, 1, Comparisons.SOCKET_IO_STREAMS);
            scores.atMost(report, EPHEMERAL, Quantity.P50, 1, Comparisons.SOCKET_IO_REDIS);
        }
    }

    @Override
    public void prepare(Contestant contestant) {
        var generator = contestant.generator();
        generator.subscribe(1, generator.feed("cross"), plan.size(500, 100));
        generator.publishers(0, 1);
    }

    @Override
    public void begin(Contestant contestant) {
        contestant.generator().pace(PUBLISHES_PER_SECOND);
    }

    @Override
    public void warmUp(Contestant contestant) {
        contestant.generator().pace(WARMING_PUBLISHES_PER_SECOND);
    }
}
