package org.tidings.testkit.compare;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.tidings.testkit.generator.Generator;
import org.tidings.testkit.generator.Tally;

/**
 * What one turn came to.
 *
 * @param tally deliveries and their latencies
 * @param published in that time
 * @param serverNanos processor time of the peer's processes
 * @param generatorNanos processor time of this process
 * @param receivingNanos of that, what the thread used that receives
 */
record Turn(Tally tally, long published, long serverNanos, long generatorNanos, long receivingNanos) {

    /** The load is on already; it stays on. */
    static Turn measure(Contestant contestant, Duration time) {
        Generator generator = contestant.generator();
        long published = generator.published();
        long server = Processes.cpuNanos(contestant.peer().processes());
        long own = Processes.ownCpuNanos();
        long receiving = generator.receivingCpuNanos();
        generator.turn();
        pass(time);
        Tally tally = generator.turn();
        return new Turn(
                tally,
                generator.published() - published,
                Processes.cpuNanos(contestant.peer().processes()) - server,
                Processes.ownCpuNanos() - own,
                generator.receivingCpuNanos() - receiving);
    }

    static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    double serverMicrosPerDelivery() {
        return serverNanos / 1e3 / tally.deliveries();
    }

    double generatorMicrosPerDelivery() {
        return generatorNanos / 1e3 / tally.deliveries();
    }

    double receivingMicrosPerDelivery() {
        return receivingNanos / 1e3 / tally.deliveries();
    }

    /** How much of the time the receiving thread worked: near 1 it, and not the server, is what is measured. */
    double receivingShare() {
        return receivingNanos / 1e9 / tally.seconds();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,.0f deliveries/s, %.2f µs of the server's CPU each, p50 %.2f, p99 %.2f ms",
                tally.perSecond(),
                serverMicrosPerDelivery(),
                tally.millis(50),
                tally.millis(99));
    }
}
