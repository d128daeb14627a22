package org.tidings.testkit.compare;

import java.time.Duration;
import org.tidings.testkit.generator.Flaws;
import org.tidings.testkit.load.Report;
import org.tidings.testkit.load.Scenario;
import org.tidings.testkit.peer.Peer;
import org.tidings.testkit.peer.Speech;
import org.tidings.testkit.peer.Tidings;

/** One channel, a thousand subscribers, and a publisher that keeps the server busy: what a delivery costs. */
final class FanOut implements Scenario {

    static final String SOCKET_IO = "socketio";

    private static final Duration SETTLE = Duration.ofSeconds(1);

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
        int subscribers = plan.size(1_000, 200);
        Scores scores = new Scores();
        try (Field field = new Field(report)) {
            Tidings.Running tidings = (Tidings.Running) field.start(new Tidings(plan.platform()), 1);
            String durable = "tidings";
            field.enter(durable, tidings, tidings.dialect(Speech.durable()));
            for (Peer peer : plan.peers()) {
                field.enter(peer);
            }
            for (Contestant contestant : field.contestants()) {
                report.progress(
                        "%s: connecting %d subscribers, then %d s of warm-up",
                        contestant.name(), subscribers, plan.warmUp().toSeconds());
                contestant.generator().subscribe(0, contestant.generator().feed("fan"), subscribers);
                contestant.generator().publishers(0, 1);
                turn(contestant, plan.warmUp());
            }
            for (int round = 1; round <= plan.rounds(); round++) {
                for (Contestant contestant : field.contestants()) {
                    Turn turn = turn(contestant, plan.round());
                    scores.add(contestant.name(), turn);
                    report.progress(
                            "round %d, %s: %,.0f deliveries/s, %.2f µs of the server's CPU each",
                            round, contestant.name(), turn.tally().perSecond(), turn.serverMicrosPerDelivery());
                }
            }
            scores.tell(report);
            for (Contestant contestant : field.contestants()) {
                Flaws flaws = contestant.generator().flaws();
                report.figure(contestant.name() + ": flaws among all deliveries", "%s", flaws);
            }
            report.goal(
                    "tidings: lost, repeated or out of order",
                    field.contestants().get(0).generator().flaws().none(),
                    "none",
                    "%s",
                    field.contestants().get(0).generator().flaws());
            scores.atLeast(report, durable, Quantity.DELIVERIES_PER_SECOND, plan.goal(8, 12), SOCKET_IO);
            scores.atMost(report, durable, Quantity.SERVER_CPU, plan.goal(0.25, 0.15), SOCKET_IO);
        }
    }

    private Turn turn(Contestant contestant, Duration time) {
        contestant.generator().saturate(plan.window());
        Turn.pass(SETTLE);
        Turn turn = Turn.measure(contestant, time);
        contestant.generator().stop();
        return turn;
    }
}
