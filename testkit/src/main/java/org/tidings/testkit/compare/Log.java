package org.tidings.testkit.compare;

import java.time.Duration;
import org.tidings.testkit.generator.Generator;
import org.tidings.testkit.load.Report;
import org.tidings.testkit.load.Scenario;
import org.tidings.testkit.peer.Speech;
import org.tidings.testkit.peer.Tidings;

/** Four publishers, nobody who listens: how many publishes a second are on the disk and confirmed, with one shard and with four. */
final class Log implements Scenario {

    private static final int PUBLISHERS = 4;
    private static final int CHANNELS = 32;
    private static final int UNCONFIRMED = 500;
    private static final Duration SETTLE = Duration.ofSeconds(1);

    /** Shards, and publishes a second that are the goal. */
    private static final int[][] GOALS = {{1, 5_000}, {4, 15_000}};

    private final Plan plan;

    Log(Plan plan) {
        this.plan = plan;
    }

    @Override
    public String name() {
        return "log";
    }

    @Override
    public void run(Report report) {
        Scores scores = new Scores();
        try (Field field = new Field(report)) {
            for (int[] goal : GOALS) {
                Tidings peer = new Tidings(plan.platform()).setting("tidings.shards", Integer.toString(goal[0]));
                var running = (Tidings.Running) field.start(peer, 1);
                field.enter(contestant(goal[0]), running, running.dialect(Speech.durable()));
            }
            for (Contestant contestant : field.contestants()) {
                Generator generator = contestant.generator();
                for (int channel = 0; channel < CHANNELS; channel++) {
                    generator.feed("log-" + channel);
                }
                generator.publishers(0, PUBLISHERS);
                publish(contestant, plan.warmUp(), new Scores());
            }
            for (int round = 1; round <= plan.rounds(); round++) {
                for (Contestant contestant : field.contestants()) {
                    double rate = publish(contestant, plan.round(), scores);
                    report.progress("round %d, %s: %,.0f publishes accepted a second", round, contestant.name(), rate);
                }
            }
            scores.tell(report);
            for (int[] goal : GOALS) {
                scores.atLeast(report, contestant(goal[0]), Quantity.PUBLISHES_PER_SECOND, goal[1]);
            }
            for (Contestant contestant : field.contestants()) {
                long refused = contestant.generator().refused();
                long published = contestant.generator().published();
                report.figure(contestant.name() + ": refused, of all publishes", "%d of %d", refused, published);
            }
        }
    }

    private static String contestant(int shards) {
        return "tidings, " + shards + (shards == 1 ? " shard" : " shards");
    }

    private static double publish(Contestant contestant, Duration time, Scores scores) {
        Generator generator = contestant.generator();
        generator.fill(UNCONFIRMED);
        Turn.pass(SETTLE);
        long begun = System.nanoTime();
        long accepted = generator.accepted();
        long cpu = Processes.cpuNanos(contestant.peer().processes());
        Turn.pass(time);
        long more = generator.accepted() - accepted;
        double rate = more * 1e9 / (System.nanoTime() - begun);
        scores.add(contestant.name(), Quantity.PUBLISHES_PER_SECOND, rate);
        scores.add(
                contestant.name(),
                Quantity.SERVER_CPU_PER_PUBLISH,
                (Processes.cpuNanos(contestant.peer().processes()) - cpu) / 1e3 / more);
        generator.stop();
        return rate;
    }
}
