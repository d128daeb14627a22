package org.tidings.testkit.load;

import static org.tidings.testkit.Await.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Follow a stream of events while others attack, and notice what it costs them. Driven by the scenario's thread. */
final class GoodClients {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int COUNT = 50;
    private static final int CHANNELS = 5;
    private static final int EVENTS_PER_SECOND = 100;
    private static final int FILL_PER_SECOND = 800;
    private static final int PAYLOAD_BYTES = 256;

    private final Swarm swarm;
    private final History history = new History();
    private final List<SwarmClient> members = new ArrayList<>();
    private final SwarmClient sender;
    private final PacedPublisher publisher;

    GoodClients(Swarm swarm, int port, String token) {
        this.swarm = swarm;
        sender = new SwarmClient(swarm, "publisher", port, token, SwarmListener.SILENT);
        publisher = new PacedPublisher(swarm, sender, history.checker(), GoodClients::channel, PAYLOAD_BYTES);
        for (int i = 0; i < COUNT; i++) {
            SwarmClient member = new SwarmClient(swarm, "good-" + i, port, token, history);
            members.add(member.follow(channel(i)));
        }
    }

    /** Where event or client of this number belongs. */
    static String channel(long number) {
        return "good:" + number % CHANNELS;
    }

    /** Returns when all follow. */
    void connect() {
        swarm.tell(() -> {
            sender.connect();
            members.forEach(SwarmClient::connect);
        });
        await(
                PATIENCE,
                () -> swarm.call(() -> members.stream().allMatch(SwarmClient::isCaughtUp)),
                () -> "the good are there");
    }

    /** Publishes so many events fast; then at the pace at which they are disturbed. */
    void fill(long events) {
        swarm.tell(() -> publisher.start(FILL_PER_SECOND));
        await(PATIENCE, () -> swarm.call(publisher::acknowledged) > events, () -> "the log is filled");
        swarm.tell(() -> publisher.start(EVENTS_PER_SECOND));
    }

    /** How late events come while something else happens. */
    Times measure(Runnable meanwhile) {
        Times times = new Times();
        swarm.tell(() -> history.times = times);
        meanwhile.run();
        swarm.tell(() -> history.times = null);
        return times;
    }

    /** Publishes no more, and judges when all has come. */
    void end(Report report) {
        swarm.tell(publisher::stop);
        await(() -> swarm.call(publisher::isAnswered), "all publishes are answered");
        await(
                PATIENCE,
                () -> swarm.call(() -> members.stream().allMatch(member -> member.hasReached(publisher.newest()))),
                () -> "the good have everything");
        report.figure("events published, of them failed", "%d, %d", publisher.sent(), publisher.failed());
        report.goal("connections of the good that were lost", history.lost == 0, "0", "%d", history.lost);
        swarm.tell(() -> history.judge(report));
    }

    /** Also measures, and counts who was lost. */
    private static final class History extends CheckedHistory {

        /** Null while nothing is measured. */
        private Times times;

        private int lost;

        @Override
        public void message(SwarmClient client, WireText event, long nanos) {
            super.message(client, event, nanos);
            if (times != null) {
                times.record(nanos - PacedPublisher.due(event));
            }
        }

        @Override
        public void lost(SwarmClient client) {
            lost++;
        }
    }
}
