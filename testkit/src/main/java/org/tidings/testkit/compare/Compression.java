package org.tidings.testkit.compare;

import org.tidings.testkit.load.Report;
import org.tidings.testkit.load.Scenario;
import org.tidings.testkit.peer.Speech;
import org.tidings.testkit.peer.Tidings;

/** The fan-out with JSON of 500 bytes at a fixed pace, compressed and not, on the same instance: what compression costs and saves. */
final class Compression implements Scenario, Exercise {

    private static final String PLAIN = "tidings";
    private static final String CBOR = "tidings, CBOR";
    private static final String COMPRESSED = "tidings, compressed";
    private static final double GOAL = 1.5;
    private static final int PUBLISHES_PER_SECOND = 100;

    private final Plan plan;

    Compression(Plan plan) {
        this.plan = plan;
    }

    @Override
    public String name() {
        return "compression";
    }

    @Override
    public void run(Report report) {
        if (!plan.platform().compresses()) {
            report.figure(
                    name(),
                    "not offered on %s: there is nothing to measure",
                    plan.platform().name());
            return;
        }
        try (Field field = new Field(report)) {
            Tidings peer = new Tidings(plan.platform()).setting("tidings.compression", "true");
            var tidings = (Tidings.Running) field.start(peer, 1);
            Speech speech = Speech.durable().withOrders();
            field.enter(PLAIN, tidings, tidings.dialect(speech));
            field.enter(CBOR, tidings, tidings.dialect(speech.inCbor()));
            field.enter(COMPRESSED, tidings, tidings.dialect(speech.withCompression()));
            Scores scores = new Rounds(plan, report).run(field, this);
            long compressed = field.contestants().get(2).generator().compressedBytes();
            report.goal("compressed messages came", compressed > 0, "some", "%,d bytes", compressed);
            scores.atMost(report, COMPRESSED, Quantity.SERVER_CPU, GOAL, PLAIN);
        }
    }

    @Override
    public void prepare(Contestant contestant) {
        var generator = contestant.generator();
        String channel = contestant.name().replaceAll("[, ]+", "-");
        generator.subscribe(0, generator.feed(channel), plan.size(1_000, 200));
        generator.publishers(0, 1);
    }

    @Override
    public void begin(Contestant contestant) {
        contestant.generator().pace(PUBLISHES_PER_SECOND);
    }
}
