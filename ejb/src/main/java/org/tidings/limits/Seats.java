package org.tidings.limits;

import io.github.bucket4j.TimeMeter;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts connections: of this instance, of each user, from each address. Thread-safe; nobody waits, and at no moment are there
 * more than allowed. A user or address without a connection leaves nothing behind.
 */
final class Seats {

    /** Between the answer to the handshake and the connection's begin lie milliseconds; the container may lose it there. */
    static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final String ALL = "";

    private final AdmissionSettings settings;
    private final TimeMeter clock;
    private final ConcurrentMap<String, Integer> all = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Integer> users = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Integer> networks = new ConcurrentHashMap<>();
    /** In the order in which they were taken. What has begun since is still there, until its time is over too. */
    private final ConcurrentLinkedQueue<Seat> kept = new ConcurrentLinkedQueue<>();

    Seats(AdmissionSettings settings, TimeMeter clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether one more would be too many from an address, as far as can be told before it is known who comes. */
    boolean isFullFor(String network) {
        return networks.getOrDefault(network, 0) >= settings.maxConnectionsPerAddress();
    }

    /** The limit that is reached, or empty; then the seat is taken. */
    Optional<Limit> take(Seat seat) {
        forgetTheLost();
        Optional<Limit> reached = count(seat);
        if (reached.isEmpty()) {
            kept.add(seat);
        }
        return reached;
    }

    boolean takeAgain(Seat seat) {
        return count(seat).isEmpty();
    }

    void free(Seat seat) {
        subtract(all, ALL);
        subtract(users, seat.user());
        if (seat.network() != null) {
            subtract(networks, seat.network());
        }
    }

    int taken() {
        return all.getOrDefault(ALL, 0);
    }

    /** Users and addresses of which something is kept. */
    int remembered() {
        return users.size() + networks.size();
    }

    private Optional<Limit> count(Seat seat) {
        if (seat.network() != null && !add(networks, seat.network(), settings.maxConnectionsPerAddress())) {
            return Optional.of(Limit.CONNECTIONS_PER_ADDRESS);
        }
        if (!add(users, seat.user(), settings.maxConnectionsPerUser())) {
            if (seat.network() != null) {
                subtract(networks, seat.network());
            }
            return Optional.of(Limit.CONNECTIONS_PER_USER);
        }
        if (!add(all, ALL, settings.maxConnections())) {
            if (seat.network() != null) {
                subtract(networks, seat.network());
            }
            subtract(users, seat.user());
            return Optional.of(Limit.CONNECTIONS);
        }
        return Optional.empty();
    }

    /** Seats of connections that never began: the container dropped them behind the filter. */
    private void forgetTheLost() {
        long now = clock.currentTimeNanos();
        for (Seat oldest = kept.peek(); oldest != null; oldest = kept.peek()) {
            if (oldest.isKept() && now - oldest.keptSinceNanos() < KEPT_NANOS) {
                return;
            }
            if (kept.remove(oldest)) {
                oldest.giveUp();
            }
        }
    }

    private static boolean add(ConcurrentMap<String, Integer> counts, String key, int max) {
        boolean[] added = new boolean[1];
        counts.compute(key, (name, count) -> {
            int before = count == null ? 0 : count;
            added[0] = before < max;
            return added[0] ? Integer.valueOf(before + 1) : count;
        });
        return added[0];
    }

    private static void subtract(ConcurrentMap<String, Integer> counts, String key) {
        counts.computeIfPresent(key, (name, count) -> count == 1 ? null : count - 1);
    }
}
