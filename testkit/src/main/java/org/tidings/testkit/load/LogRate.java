package org.tidings.testkit.load;

import java.time.Duration;
import org.tidings.log.LogSettings;
import org.tidings.testkit.BrokerNode;
import org.tidings.testkit.NodeControl;

/**
 * How many durable publishes a second the log takes, and what each costs: a broker in a process of its own, and in this one the log as an
 * instance has it, without sockets. Four publishers keep a number of publishes on their way, then one publishes at leisure on one
 * instance and is read on another.
 *
 * @param warmUp before each measurement
 * @param measure how long each lasts
 * @param rounds how often each number of shards takes its turn
 */
public record LogRate(Duration warmUp, Duration measure, int rounds) implements Scenario {

    private static final int PUBLISHERS = 4;
    private static final int PAYLOAD_BYTES = 128;
    private static final int UNDER_WAY = 256;
    private static final int LEISURELY_PER_SECOND = 40;

    public static LogRate full() {
        return new LogRate(Duration.ofSeconds(8), Duration.ofSeconds(10), 3);
    }

    public static LogRate brief() {
        return new LogRate(Duration.ofSeconds(2), Duration.ofSeconds(3), 1);
    }

    @Override
    public String name() {
        return "sequencer";
    }

    @Override
    public void run(Report report) {
        for (int round = 0; round < rounds; round++) {
            measure(report, 1, 5_000);
            measure(report, 4, 15_000);
        }
    }

    private void measure(Report report, int shards, int goal) {
        try (NodeControl control = new NodeControl()) {
            BrokerNode broker = control.broker("broker");
            broker.setting("tidings.shards", Integer.toString(shards)).start();
            LogSettings settings = LogSettings.defaults()
                    .laidOut(shards, LogSettings.DEFAULT_RING_SIZE, LogSettings.DEFAULT_RING_BYTES);
            try (LoggedLoad load = new LoggedLoad(broker.instanceUrl(), settings, PAYLOAD_BYTES)) {
                saturate(report, shards, goal, broker, load);
                leisurely(report, shards, broker, load);
            }
        }
    }

    private void saturate(Report report, int shards, int goal, BrokerNode broker, LoggedLoad load) {
        load.keepUnderWay(PUBLISHERS, UNDER_WAY);
        Patience.pass(warmUp);
        CpuTime brokers = CpuTime.of(broker.pid());
        CpuTime own = CpuTime.of(ProcessHandle.current().pid());
        long before = load.accepted();
        long start = System.nanoTime();
        Patience.pass(measure);
        double accepted = load.accepted() - before;
        double rate = accepted * 1e9 / (System.nanoTime() - start);
        report.timing(shards + " shards: publishes a second", rate >= goal, "at least " + goal, "%.0f", rate);
        report.figure(
                shards + " shards: CPU of a publish",
                "instance %.1f µs, broker %.1f µs",
                own.passedMicros() / accepted,
                brokers.passedMicros() / accepted);
        load.stop();
    }

    private void leisurely(Report report, int shards, BrokerNode broker, LoggedLoad load) {
        load.pace(new Pace(LEISURELY_PER_SECOND, warmUp));
        CpuTime brokers = CpuTime.of(broker.pid());
        CpuTime own = CpuTime.of(ProcessHandle.current().pid());
        Times across = load.pace(new Pace(LEISURELY_PER_SECOND, measure));
        report.figure(shards + " shards: " + LEISURELY_PER_SECOND + " a second, across instances", "%s", across.text());
        report.figure(
                shards + " shards: CPU of such a publish",
                "both instances %.0f µs, broker %.0f µs",
                own.passedMicros() / across.count(),
                brokers.passedMicros() / across.count());
    }
}
