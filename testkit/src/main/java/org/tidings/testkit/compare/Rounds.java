package org.tidings.testkit.compare;

import java.time.Duration;
import java.util.function.Consumer;
import org.tidings.testkit.generator.Flaws;
import org.tidings.testkit.load.Report;

/** Lets the contestants take turns: A B, A B, …, so that all see the same machine. Driven by one thread. */
final class Rounds {

    /** Between the begin of a load and that of the measurement. */
    private static final Duration SETTLE = Duration.ofSeconds(1);

    private final Plan plan;
    private final Report report;
    private final Scores scores = new Scores();

    Rounds(Plan plan, Report report) {
        this.plan = plan;
        this.report = report;
    }

    /** Runs all rounds and tells what everybody reached. */
    Scores run(Field field, Exercise exercise) {
        report.figure("warm-up of each", "%d s", plan.warmUp().toSeconds());
        for (Contestant contestant : field.contestants()) {
            report.progress(
                    "%s: connecting, then %d s of warm-up",
                    contestant.name(), plan.warmUp().toSeconds());
            exercise.prepare(contestant);
            turn(contestant, exercise::warmUp, plan.warmUp());
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            for (Contestant contestant : field.contestants()) {
                Turn turn = turn(contestant, exercise::begin, plan.round());
                scores.add(contestant.name(), turn);
                report.progress("round %d, %s: %s", round, contestant.name(), turn);
            }
        }
        scores.tell(report);
        field.contestants().forEach(this::judge);
        return scores;
    }

    private static Turn turn(Contestant contestant, Consumer<Contestant> load, Duration time) {
        load.accept(contestant);
        Turn.pass(SETTLE);
        Turn turn = Turn.measure(contestant, time);
        contestant.generator().stop();
        return turn;
    }

    /** Tidings must be without flaw; of the others it is told. */
    private void judge(Contestant contestant) {
        Flaws flaws = contestant.generator().flaws();
        String trouble = contestant.generator().trouble();
        String name = contestant.name() + ": lost, repeated, out of order";
        String found = trouble == null ? flaws.toString() : flaws + "; " + trouble;
        if (contestant.isTidings()) {
            report.goal(name, flaws.none() && trouble == null, "none", "%s", found);
        } else {
            report.figure(name, "%s", found);
        }
    }
}
