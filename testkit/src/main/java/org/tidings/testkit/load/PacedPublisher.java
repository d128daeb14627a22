package org.tidings.testkit.load;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import org.tidings.testkit.HistoryChecker;

/**
 * Publishes at a pace, whatever the server does, and tells the checker. Each event carries the time when it was due, so
 * that a stall counts for every event that it held up. Confined to the swarm's thread.
 */
final class PacedPublisher {

    private final Swarm swarm;
    private final SwarmClient client;
    private final HistoryChecker checker;
    private final LongFunction<String> channels;
    private final String filler;
    private long nanosBetween;
    private long nextDue;
    private boolean running;
    private long sent;
    private long acknowledged;

    /** Publishes that ended in another way: with an error, or with their connection. */
    private long failed;

    private final Times acknowledgements = new Times();

    /** The last acknowledged position of each channel. */
    private final Map<String, Long> newest = new HashMap<>();

    /** @param channels which channel the event of a number goes to */
    PacedPublisher(
            Swarm swarm, SwarmClient client, HistoryChecker checker, LongFunction<String> channels, int payloadBytes) {
        this.swarm = swarm;
        this.client = client;
        this.checker = checker;
        this.channels = channels;
        this.filler = "x".repeat(Math.max(0, payloadBytes - 40));
    }

    static long due(WireText event) {
        return WireText.number(event.payload, "due", 0);
    }

    /** Begins, or goes on at another pace. */
    void start(double perSecond) {
        nanosBetween = (long) (1e9 / perSecond);
        nextDue = System.nanoTime();
        if (!running) {
            running = true;
            publishTheDue();
        }
    }

    void stop() {
        running = false;
    }

    private void publishTheDue() {
        while (running && nextDue - System.nanoTime() <= 0) {
            publish(nextDue);
            nextDue += nanosBetween;
        }
        if (running) {
            swarm.at(nextDue, this::publishTheDue);
        }
    }

    private void publish(long due) {
        long number = ++sent;
        String channel = channels.apply(number);
        String messageId = client.name() + "-" + number;
        checker.sent(client.name(), channel, messageId);
        boolean under =
                client.publish(channel, messageId, "{\"due\":" + due + ",\"filler\":\"" + filler + "\"}", answer -> {
                    if (answer != null && "reply".equals(answer.type)) {
                        acknowledged++;
                        acknowledgements.record(System.nanoTime() - due);
                        checker.acknowledged(channel, messageId, answer.epoch, answer.seq);
                        newest.merge(channel, answer.seq, Math::max);
                    } else {
                        failed++;
                    }
                });
        failed += under ? 0 : 1;
    }

    long sent() {
        return sent;
    }

    /** Whether no more are on their way than a moment brings. */
    boolean isNearlyAnswered() {
        return sent - acknowledged - failed < 100;
    }

    boolean isAnswered() {
        return acknowledged + failed == sent;
    }

    long acknowledged() {
        return acknowledged;
    }

    Map<String, Long> newest() {
        return Map.copyOf(newest);
    }

    long failed() {
        return failed;
    }

    Times acknowledgements() {
        return acknowledgements;
    }
}
