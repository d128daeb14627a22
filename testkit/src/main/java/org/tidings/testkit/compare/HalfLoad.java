package org.tidings.testkit.compare;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.tidings.testkit.load.Report;
import org.tidings.testkit.load.Scenario;
import org.tidings.testkit.peer.Tidings;

/** The fan-out at half the rate that keeps the server busy, which is found first: how long a delivery takes then. */
final class HalfLoad implements Scenario, Exercise {

    private static final String TIDINGS = "tidings";
    private static final double GOAL_P50_MILLIS = 5;
    private static final double GOAL_P99_MILLIS = 25;

    private final Plan plan;
    private final Map<String, Double> publishesPerSecond = new HashMap<>();
    private Report report;

    HalfLoad(Plan plan) {
        this.plan = plan;
    }

    @Override
    public String name() {
        return "half-load";
    }

    @Override
    public void run(Report to) {
        report = to;
        try (Field field = new Field(report)) {
            Tidings.Running tidings = field.tidings(plan, 1);
            field.enter(TIDINGS, tidings, tidings.dialect());
            plan.peers().forEach(field::enter);
            Scores scores = new Rounds(plan, report).run(field, this);
            scores.atMost(report, TIDINGS, Quantity.P50, GOAL_P50_MILLIS);
            scores.atMost(report, TIDINGS, Quantity.P99, GOAL_P99_MILLIS);
        }
    }

    @Override
    public void prepare(Contestant contestant) {
        var generator = contestant.generator();
        int subscribers = plan.size(1_000, 200);
        generator.subscribe(0, generator.feed("half"), subscribers);
        generator.publishers(0, 1);
        generator.saturate(plan.window());
        Turn.pass(plan.warmUp());
        Turn turn = Turn.measure(
                contestant, plan.round().compareTo(Duration.ofSeconds(5)) > 0 ? Duration.ofSeconds(5) : plan.round());
        generator.stop();
        publishesPerSecond.put(contestant.name(), turn.tally().perSecond() / subscribers / 2);
        report.progress("%s, kept busy: %s", contestant.name(), turn);
    }

    @Override
    public void begin(Contestant contestant) {
        contestant.generator().pace(publishesPerSecond.get(contestant.name()));
    }
}
