package org.tidings.testkit.compare;

import org.tidings.testkit.load.Report;
import org.tidings.testkit.load.Scenario;
import org.tidings.testkit.peer.Speech;
import org.tidings.testkit.peer.Tidings;

/**
 * A hundred rooms of ten, a thousand publishes a second whatever the server does: small audiences, where nothing can be joined
 * and every publish counts. Durable, and ephemeral as with those who store nothing.
 */
final class Rooms implements Scenario, Exercise {

    private static final String DURABLE = "tidings, durable";
    private static final String EPHEMERAL = "tidings, ephemeral";
    private static final int MEMBERS = 10;
    private static final int PUBLISHERS = 4;

    private final Plan plan;

    Rooms(Plan plan) {
        this.plan = plan;
    }

    @Override
    public String name() {
        return "rooms";
    }

    @Override
    public void run(Report report) {
        try (Field field = new Field(report)) {
            Tidings.Running tidings = field.tidings(plan, 1);
            field.enter(DURABLE, tidings, tidings.dialect(Speech.durable()));
            field.enter(EPHEMERAL, tidings, tidings.dialect(Speech.ephemeral()));
            plan.peers().forEach(field::enter);
            Scores scores = new Rounds(plan, report).run(field, this);
            String other = Comparisons.SOCKET_IO;
            scores.atMost(report, DURABLE, Quantity.SERVER_CPU, plan.goal(3, 2), other);
            scores.atMost(report, EPHEMERAL, Quantity.SERVER_CPU, plan.goal(1, 0.7), other);
        }
    }

    @Override
    public void prepare(Contestant contestant) {
        var generator = contestant.generator();
        for (int room = 0; room < plan.size(100, 20); room++) {
            generator.seat(0, generator.feed("room-" + room), MEMBERS);
        }
        generator.awaitSubscribed();
        generator.publishers(0, PUBLISHERS);
    }

    @Override
    public void begin(Contestant contestant) {
        contestant.generator().pace(plan.size(1_000, 200));
    }
}
