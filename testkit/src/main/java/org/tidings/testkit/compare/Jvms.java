package org.tidings.testkit.compare;

import org.tidings.testkit.Jvm;
import org.tidings.testkit.load.Report;
import org.tidings.testkit.load.Scenario;
import org.tidings.testkit.peer.Tidings;

/**
 * The same instance on several JVMs, each with the durable load of {@link Rooms}: what a delivery costs with another JDK, or
 * another garbage collector, and how long it waits. There is no goal; who chooses a JVM weighs these.
 */
final class Jvms implements Scenario {

    private final Plan plan;

    Jvms(Plan plan) {
        this.plan = plan;
    }

    @Override
    public String name() {
        return Comparisons.JVMS;
    }

    @Override
    public void run(Report report) {
        try (Field field = new Field(report)) {
            for (Jvm jvm : plan.jvms()) {
                long begun = System.nanoTime();
                var tidings = (Tidings.Running)
                        field.start(new Tidings(plan.platform().on(jvm)), 1);
                double wall = (System.nanoTime() - begun) / 1e9;
                double cpu = Processes.cpuNanos(tidings.processes()) / 1e9;
                report.figure(jvm.name() + ": until it was ready", "%.1f s, %.1f s of CPU", wall, cpu);
                field.enter(jvm.name(), tidings, tidings.dialect());
            }
            new Rounds(plan, report).run(field, new Rooms(plan));
            for (Contestant contestant : field.contestants()) {
                double megabytes = Processes.residentBytes(contestant.peer().processes()) / 1048576.0;
                report.figure(contestant.name() + ": memory in the end", "%.0f MB", megabytes);
            }
        }
    }
}
