package org.tidings.testkit.compare;

import java.util.List;
import org.tidings.testkit.generator.Generator;
import org.tidings.testkit.load.Report;
import org.tidings.testkit.load.Scenario;
import org.tidings.testkit.peer.Conversation;

/** Connections that are made, greeted and left, 64 at once: how many a second. Tidings verifies a token of its own for each. */
final class Connects implements Scenario {

    private static final String TIDINGS = "tidings";

    private final Plan plan;
    private final Scores scores = new Scores();

    Connects(Plan plan) {
        this.plan = plan;
    }

    @Override
    public String name() {
        return "connects";
    }

    @Override
    public void run(Report report) {
        try (Field field = new Field(report)) {
            var tidings = field.tidings(plan, 1);
            field.enter(TIDINGS, tidings, tidings.dialect());
            plan.peers().forEach(field::enter);
            for (Contestant contestant : field.contestants()) {
                report.progress("%s: warming up", contestant.name());
                // Until most of what a JVM compiles is compiled: at 5,000 that was half of the CPU it used.
                connect(contestant, plan.size(20_000, 500));
            }
            for (int round = 1; round <= plan.rounds(); round++) {
                for (Contestant contestant : field.contestants()) {
                    connect(contestant, contestant.generator().visits(0, plan.size(5_000, 1_000)), report, round);
                }
            }
            scores.tell(report);
            double goal = plan.goal(1, 2);
            scores.atLeast(report, TIDINGS, Quantity.CONNECTS_PER_SECOND, goal, Comparisons.SOCKET_IO);
        }
    }

    private static void connect(Contestant contestant, int count) {
        contestant.generator().visit(0, contestant.generator().visits(0, count));
    }

    private void connect(Contestant contestant, List<Conversation> visits, Report report, int round) {
        Generator generator = contestant.generator();
        long cpu = Processes.cpuNanos(contestant.peer().processes());
        double rate = visits.size() / generator.visit(0, visits);
        double micros = (Processes.cpuNanos(contestant.peer().processes()) - cpu) / 1e3 / visits.size();
        scores.add(contestant.name(), Quantity.CONNECTS_PER_SECOND, rate);
        scores.add(contestant.name(), Quantity.SERVER_CPU_PER_CONNECT, micros);
        report.progress("round %d, %s: %,.0f connects/s, %.0f µs of CPU each", round, contestant.name(), rate, micros);
    }
}
