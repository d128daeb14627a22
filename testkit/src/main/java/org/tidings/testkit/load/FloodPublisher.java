package org.tidings.testkit.load;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tidings.testkit.HistoryChecker;

/**
 * One connection that publishes without mercy, at a pace of its own or as fast as it is answered, and counts its answers.
 * Confined to the swarm's thread.
 */
final class FloodPublisher {

    static final String STORED = "stored";

    /** The outcome is unknown: what comes of an instance that has no time. */
    static final String TIMEOUT = "timeout";

    /** What a publish may come to in a flood. */
    static final Set<String> PROPER = Set.of(STORED, "rate-limited", "unavailable");

    /** What may wait for the socket; beyond it the instance has stopped reading, and this one holds back. */
    private static final long MAX_WAITING_BYTES = 64 << 10;

    /** Else the system would keep megabytes that no server has seen yet. */
    static final int SOCKET_BUFFER = 64 << 10;

    private static final int BURST = 100;

    private final Swarm swarm;
    private final SwarmClient client;
    private final HistoryChecker checker;
    private final String channel;
    private final String payload;
    private final Times accepted = new Times();
    private final Times refused = new Times();
    private final Map<String, Long> outcomes = new TreeMap<>();
    private boolean running;
    private int underWay;

    /** How many to keep on their way; 0 where it has a pace. */
    private int window;

    private long nanosBetween;
    private long nextDue;
    private long number;
    private long acknowledged;
    private long offered;
    private long held;
    private long newest;

    FloodPublisher(Swarm swarm, SwarmClient client, HistoryChecker checker, String channel, int payloadBytes) {
        this.swarm = swarm;
        this.client = client;
        this.checker = checker;
        this.channel = channel;
        this.payload = "{\"filler\":\"" + "x".repeat(payloadBytes - 13) + "\"}";
    }

    SwarmClient client() {
        return client;
    }

    String channel() {
        return channel;
    }

    /** As fast as it is answered, with so many on their way. */
    void keepUnderWay(int publishes) {
        running = true;
        window = publishes;
        refill();
    }

    private void refill() {
        while (running && window > 0 && underWay < window && publish()) {
            // The next one.
        }
    }

    /** At a pace, whatever is answered. */
    void start(double perSecond) {
        running = true;
        window = 0;
        nanosBetween = (long) (1e9 / perSecond);
        nextDue = System.nanoTime();
        publishTheDue();
    }

    void stop() {
        running = false;
    }

    private void publishTheDue() {
        // The thread has answers to read, and other publishers.
        for (int burst = 0; running && burst < BURST && nextDue - System.nanoTime() <= 0; burst++) {
            offered++;
            nextDue += nanosBetween;
            if (client.waitingBytes() > MAX_WAITING_BYTES || !publish()) {
                held++;
            }
        }
        if (running) {
            swarm.at(nextDue, this::publishTheDue);
        }
    }

    private boolean publish() {
        String messageId = client.name() + "-" + ++number;
        long sent = System.nanoTime();
        checker.sent(client.name(), channel, messageId);
        boolean under = client.publish(channel, messageId, payload, answer -> answered(messageId, sent, answer));
        if (under) {
            underWay++;
        } else {
            checker.refused(channel, messageId, "not sent");
        }
        return under;
    }

    private void answered(String messageId, long sent, WireText answer) {
        underWay--;
        long took = System.nanoTime() - sent;
        String outcome = outcome(answer);
        outcomes.merge(outcome, 1L, Long::sum);
        if (outcome.equals(STORED)) {
            acknowledged++;
            accepted.record(took);
            newest = Math.max(newest, answer.seq);
            checker.acknowledged(channel, messageId, answer.epoch, answer.seq);
        } else if (PROPER.contains(outcome)) {
            refused.record(took);
            checker.refused(channel, messageId, outcome);
        } else {
            checker.unknown(channel, messageId);
        }
        refill();
    }

    private static String outcome(WireText answer) {
        if (answer == null) {
            return "connection lost";
        }
        if ("reply".equals(answer.type)) {
            return STORED;
        }
        String code = WireText.string(answer.payload, "code");
        boolean says = WireText.number(answer.payload, "retryAfterMs", 0) > 0;
        return PROPER.contains(code) && !says ? code + " without retryAfterMs" : code;
    }

    boolean isAnswered() {
        return underWay == 0;
    }

    long acknowledged() {
        return acknowledged;
    }

    long offered() {
        return offered;
    }

    long held() {
        return held;
    }

    /** The last position that was acknowledged. */
    long newest() {
        return newest;
    }

    /** What was measured so far does not count. */
    void forget() {
        accepted.reset();
        refused.reset();
        outcomes.clear();
    }

    void addTo(Times allAccepted, Times allRefused, Map<String, Long> allOutcomes) {
        allAccepted.add(accepted);
        allRefused.add(refused);
        outcomes.forEach((outcome, count) -> allOutcomes.merge(outcome, count, Long::sum));
    }
}
