package org.tidings.testkit.verify;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/**
 * Whether every instance says of every channel that all clients are on it, each with one connection, and nobody else: asked past
 * the proxies. Driven by the run's thread.
 */
final class PresenceCheck {

    /** Short, so that a run need not wait long to see what a longer one shows too. */
    static final Duration LEASE = Duration.ofSeconds(5);

    static final Duration GRACE = Duration.ofSeconds(1);

    /** As the issue of it promises: within the lease and so much. */
    private static final Duration BEYOND = Duration.ofSeconds(2);

    private static final long AGAIN_NANOS = 50_000_000;
    private static final String ASKING = "asking";

    private final Cluster cluster;
    private final Map<String, Integer> expected = new TreeMap<>();

    PresenceCheck(Cluster cluster, List<Party> readers) {
        this.cluster = cluster;
        readers.forEach(reader -> expected.put(reader.name(), 1));
    }

    /** What is still wrong when it must be right; empty as soon as everything is. */
    Optional<String> complaint() {
        long end = System.nanoTime() + LEASE.plus(BEYOND).toNanos();
        for (Member member : cluster.members()) {
            List<String> wrong = wrongAt(member);
            while (!wrong.isEmpty() && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(AGAIN_NANOS);
                wrong = wrongAt(member);
            }
            if (!wrong.isEmpty()) {
                return Optional.of("presence at " + member.name() + " is not what it must be, "
                        + LEASE.plus(BEYOND).toSeconds() + " s later: " + wrong.get(0) + ", and not " + expected);
            }
        }
        return Optional.empty();
    }

    private List<String> wrongAt(Member member) {
        List<String> wrong = new ArrayList<>();
        try (WireClient asking = WireClient.connect(member.node().ws(), cluster.token(ASKING))) {
            for (String channel : Channels.all()) {
                WireEnvelope answer = asking.request("presence")
                        .channel(channel)
                        .payload("{\"limit\":1000}")
                        .answer();
                if (!answer.type().equals("reply") || !expected.equals(members(answer))) {
                    wrong.add(channel + ": " + answer.payloadText());
                }
            }
        } catch (AssertionError refused) {
            wrong.add(refused.getMessage());
        }
        return wrong;
    }

    private static Map<String, Integer> members(WireEnvelope answer) {
        Map<String, Integer> members = new TreeMap<>();
        answer.payload()
                .getJsonArray("members")
                .getValuesAs(JsonObject.class)
                .forEach(member -> members.put(member.getString("user"), member.getInt("connections")));
        return members;
    }
}
