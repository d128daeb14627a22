package org.tidings.testkit.load;

import java.util.concurrent.ThreadLocalRandom;
import org.tidings.testkit.SyntheticHistory;
import org.tidings.testkit.SyntheticHistory.Harm;

/**
 * How fast the history checker finds the one thing that is wrong among very many events.
 *
 * @param events how many
 * @param subscribers who see all of them
 */
public record CheckerSpeed(int events, int subscribers) implements Scenario {

    private static final double GOAL_SECONDS = 5;

    public static CheckerSpeed full() {
        return new CheckerSpeed(1_000_000, 4);
    }

    public static CheckerSpeed brief() {
        return new CheckerSpeed(100_000, 4);
    }

    @Override
    public String name() {
        return "checker";
    }

    @Override
    public void run(Report report) {
        for (Harm harm : Harm.values()) {
            SyntheticHistory history = new SyntheticHistory(
                    events, subscribers, harm, ThreadLocalRandom.current().nextLong());
            long start = System.nanoTime();
            boolean found = history.tell().equals(history.expected());
            double seconds = (System.nanoTime() - start) / 1e9;
            report.goal(
                    harm + " at event " + history.victim(),
                    found && seconds < GOAL_SECONDS,
                    "found and nothing else, in 5 s",
                    "%s in %.2f s",
                    found ? "found" : "not found",
                    seconds);
        }
        Runtime runtime = Runtime.getRuntime();
        report.figure("heap of the process, at most", "%d MB", runtime.totalMemory() >> 20);
    }
}
