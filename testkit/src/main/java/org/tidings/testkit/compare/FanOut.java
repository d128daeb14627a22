package org.tidings.testkit.compare;

import org.tidings.testkit.load.Report;
import org.tidings.testkit.load.Scenario;
import org.tidings.testkit.peer.Speech;
import org.tidings.testkit.peer.Tidings;

/** One channel, a thousand subscribers, and a publisher that keeps the server busy: what a delivery costs at the most. */
final class FanOut implements Scenario, Exercise {

    private static final String TIDINGS = "tidings";
    private static final String CBOR = "tidings, CBOR";

    private final Plan plan;

    FanOut(Plan plan) {
        this.plan = plan;
    }

    @Override
    public String name() {
        return "fanout";
    }

    @Override
    public void run(Report report) {
        try (Field field = new Field(report)) {
            Tidings.Running tidings = field.tidings(plan, 1);
            field.enter(TIDINGS, tidings, tidings.dialect(Speech.durable()));
            field.enter(CBOR, tidings, tidings.dialect(Speech.durable().inCbor()));
            plan.peers().forEach(field::enter);
            Scores scores = new Rounds(plan, report).run(field, this);
            String other = Comparisons.SOCKET_IO;
            scores.atLeast(report, TIDINGS, Quantity.DELIVERIES_PER_SECOND, plan.goal(8, 12), other);
            scores.atMost(report, TIDINGS, Quantity.SERVER_CPU, plan.goal(0.25, 0.15), other);
        }
    }

    @Override
    public void prepare(Contestant contestant) {
        var generator = contestant.generator();
        // Of its own: what is published in one form is delivered in the other too.
        String channel = contestant.name().equals(CBOR) ? "fan-cbor" : "fan";
        generator.subscribe(0, generator.feed(channel), plan.size(1_000, 200));
        generator.publishers(0, 1);
    }

    @Override
    public void begin(Contestant contestant) {
        contestant.generator().saturate(plan.window());
    }
}
