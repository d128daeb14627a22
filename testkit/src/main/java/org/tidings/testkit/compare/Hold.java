package org.tidings.testkit.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tidings.testkit.Jvm;
import org.tidings.testkit.Tokens;
import org.tidings.testkit.generator.Feed;
import org.tidings.testkit.generator.Generator;
import org.tidings.testkit.load.Report;
import org.tidings.testkit.load.Scenario;
import org.tidings.testkit.peer.Tidings;

/**
 * As many connections as the system's limits allow, for ten minutes, each of which gets a message every ten seconds: none may be
 * lost, and none of the messages. The subscribers of each instance are a process of their own.
 */
final class Hold implements Scenario {

    private static final int MEMBERS = 100;
    private static final double MESSAGES_PER_SECOND_AND_CONNECTION = 0.1;
    private static final int CONNECTIONS_OF_ONE = 18_000;
    private static final int CONNECTIONS_OF_THREE = 16_700;

    private final Plan plan;
    private final int instances;
    private final int connections;

    private Hold(Plan plan, int instances, int connections) {
        this.plan = plan;
        this.instances = instances;
        this.connections = connections;
    }

    static Hold one(Plan plan) {
        return new Hold(plan, 1, plan.size(CONNECTIONS_OF_ONE, 1_000));
    }

    static Hold three(Plan plan) {
        return new Hold(plan, 3, plan.size(CONNECTIONS_OF_THREE, 500));
    }

    @Override
    public String name() {
        return instances == 1 ? "hold" : "hold-three";
    }

    @Override
    public void run(Report report) {
        try (Field field = new Field(report)) {
            var tidings =
                    (Tidings.Running) field.start(new Tidings(plan.platform().on(Jvm.OURS.with("-Xmx2g"))), instances);
            Contestant contestant = field.enter("tidings", tidings, tidings.dialect());
            Generator publisher = contestant.generator();
            List<Feed> feeds = IntStream.range(0, connections / MEMBERS)
                    .mapToObj(channel -> publisher.feed("hold-" + channel))
                    .toList();
            long before = Processes.residentBytes(tidings.processes());
            List<RemoteCrowd> crowds = connect(report, tidings, feeds);
            try {
                publisher.publishers(0, 1);
                // Every channel has its subscribers on every instance, so that each publish goes to all of them.
                publisher.pace(feeds.size() * MESSAGES_PER_SECOND_AND_CONNECTION);
                Duration time = plan.brief() ? Duration.ofSeconds(12) : Duration.ofMinutes(10);
                report.progress("holding %d connections for %d s", instances * connections, time.toSeconds());
                Turn.pass(time);
                publisher.stop();
                judge(report, crowds, feeds);
                long more = Processes.residentBytes(tidings.processes()) - before;
                report.figure(
                        "memory for each connection, under this load",
                        "%.1f KB",
                        more / 1024.0 / instances / connections);
                String trouble = publisher.trouble();
                report.goal("publishes refused", trouble == null, "none", "%s", trouble == null ? "none" : trouble);
            } finally {
                crowds.forEach(RemoteCrowd::close);
            }
        }
    }

    private List<RemoteCrowd> connect(Report report, Tidings.Running tidings, List<Feed> feeds) {
        report.progress("making %d tokens", instances * connections);
        Tokens tokens = tidings.tokens();
        List<RemoteCrowd> crowds = new ArrayList<>();
        for (int instance = 0; instance < instances; instance++) {
            String prefix = "user-" + instance + "-";
            List<String> signed = IntStream.range(0, connections)
                    .mapToObj(i -> tokens.of(prefix + i))
                    .toList();
            report.progress("connecting %d to instance %d", connections, instance);
            long begun = System.nanoTime();
            RemoteCrowd crowd = new RemoteCrowd(tidings, instance, signed, feeds);
            crowds.add(crowd);
            crowd.awaitSubscribed();
            report.figure(
                    "instance " + instance + ": until all were subscribed",
                    "%.1f s",
                    (System.nanoTime() - begun) / 1e9);
        }
        return crowds;
    }

    private void judge(Report report, List<RemoteCrowd> crowds, List<Feed> feeds) {
        for (int instance = 0; instance < instances; instance++) {
            RemoteCrowd.Outcome outcome = crowds.get(instance).judge(feeds);
            String whose = "instance " + instance + ": ";
            boolean all = outcome.live() == connections;
            report.goal(
                    whose + "connections held",
                    all,
                    "all " + connections,
                    "%d%s",
                    outcome.live(),
                    all ? "" : ", " + outcome.trouble());
            report.goal(whose + "lost, repeated, out of order", outcome.flaws() == 0, "none", "%d", outcome.flaws());
            report.figure(whose + "latency", "p50 %.2f, p99 %.2f ms", outcome.p50Millis(), outcome.p99Millis());
        }
    }
}
