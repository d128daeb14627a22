package org.tidings.testkit.compare;

import org.tidings.testkit.generator.Generator;
import org.tidings.testkit.load.Report;
import org.tidings.testkit.load.Scenario;
import org.tidings.testkit.peer.Peer;

/**
 * How many messages a second the generator receives and checks for each core that it uses: below that it, and not a server, would
 * be what is measured. Tried against a server that does next to nothing.
 */
final class Generation implements Scenario, Exercise {

    private static final double GOAL_PER_CORE = 400_000;

    private final Plan plan;

    Generation(Plan plan) {
        this.plan = plan;
    }

    @Override
    public String name() {
        return "generator";
    }

    @Override
    public void run(Report report) {
        try (Field field = new Field(report)) {
            plan.peers().forEach(field::enter);
            Scores scores = new Rounds(plan, report).run(field, this);
            for (Peer peer : plan.peers()) {
                tell(report, peer.name(), 1e6 / scores.median(peer.name(), Quantity.RECEIVING_CPU));
            }
        }
    }

    /** From a server that sends every message by itself much of the work is the system's, which reads each by itself. */
    private static void tell(Report report, String peer, double perCore) {
        String name = "messages received per second and core, from " + peer;
        if (peer.equals(Comparisons.TRIVIAL)) {
            report.timing(name, perCore >= GOAL_PER_CORE, "at least 400,000", "%,.0f", perCore);
        } else {
            report.figure(name, "%,.0f", perCore);
        }
    }

    @Override
    public void prepare(Contestant contestant) {
        Generator generator = contestant.generator();
        generator.subscribe(0, generator.feed("generator"), plan.size(1_000, 200));
        generator.publishers(0, 1);
    }

    @Override
    public void begin(Contestant contestant) {
        contestant.generator().saturate(plan.window());
    }
}
