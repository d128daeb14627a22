package org.tidings.testkit.compare;

import java.time.Duration;
import java.util.List;
import org.tidings.testkit.generator.Generator;
import org.tidings.testkit.load.Report;
import org.tidings.testkit.load.Scenario;
import org.tidings.testkit.peer.Peer;
import org.tidings.testkit.peer.RunningPeer;
import org.tidings.testkit.peer.Tidings;

/**
 * What the process of a server grows by for each connection that has subscribed to something and then does nothing. Each round
 * starts the server anew, for memory that was needed once is not given back.
 */
final class Idle implements Scenario {

    private static final String TIDINGS = "tidings";
    private static final int CHANNELS = 100;
    private static final int STARTS = 3;
    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final double STRETCH_KILOBYTES = 16;

    private final Plan plan;

    Idle(Plan plan) {
        this.plan = plan;
    }

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public void run(Report report) {
        Scores scores = new Scores();
        for (int round = 1; round <= Math.min(STARTS, plan.rounds()); round++) {
            measure(report, scores, round, TIDINGS, new Tidings(plan.platform()));
            for (Peer peer : plan.peers()) {
                measure(report, scores, round, peer.name(), peer);
            }
        }
        scores.tell(report);
        scores.atMost(report, TIDINGS, Quantity.KILOBYTES_PER_CONNECTION, plan.goal(24, 16));
        double median = scores.median(TIDINGS, Quantity.KILOBYTES_PER_CONNECTION);
        report.figure("stretch goal", "%s: at most 16 KB", median <= STRETCH_KILOBYTES ? "reached" : "not reached");
    }

    private void measure(Report report, Scores scores, int round, String name, Peer peer) {
        try (Field field = new Field(report)) {
            RunningPeer running = field.start(peer, 1);
            Contestant contestant = field.enter(name, running, running.dialect());
            List<ProcessHandle> processes = running.processes();
            // The first bring with them what is needed once.
            connect(contestant.generator(), plan.size(1_000, 200));
            long before = memory(processes);
            int count = plan.size(5_000, 1_000);
            connect(contestant.generator(), count);
            double kilobytes = (memory(processes) - before) / 1024.0 / count;
            scores.add(name, Quantity.KILOBYTES_PER_CONNECTION, kilobytes);
            report.progress("round %d, %s: %.1f KB for each of %d", round, name, kilobytes, count);
        }
    }

    private static void connect(Generator generator, int count) {
        for (int channel = 0; channel < CHANNELS; channel++) {
            generator.seat(0, generator.feed("idle-" + channel), count / CHANNELS);
        }
        generator.awaitSubscribed();
    }

    private static long memory(List<ProcessHandle> processes) {
        Turn.pass(SETTLE);
        Processes.collectGarbage(processes);
        Processes.collectGarbage(processes);
        Turn.pass(SETTLE);
        return Processes.residentBytes(processes);
    }
}
