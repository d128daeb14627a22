package org.tidings.testkit.verify;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.tidings.testkit.BrokerPair;
import org.tidings.testkit.PairedBrokerNode;

/** The live one of two brokers is lost; the other one takes over, and the lost one comes back as the other. */
final class PairFailover implements Fault {

    /** Silence must be waited for, by the other broker and by the instances. */
    private static final Duration FROZEN = Duration.ofSeconds(15);

    private static final Duration DEAD = Duration.ofSeconds(3);

    private final BrokerPair pair;
    private final PairedBrokerNode victim;
    private final boolean killed;
    private boolean tookOver;

    private PairFailover(BrokerPair pair, boolean killed) {
        this.pair = pair;
        this.victim = pair.live();
        this.killed = killed;
    }

    static PairFailover killed(BrokerPair pair) {
        return new PairFailover(pair, true);
    }

    static PairFailover frozen(BrokerPair pair) {
        return new PairFailover(pair, false);
    }

    @Override
    public String target() {
        return "the " + victim.name();
    }

    @Override
    public Set<String> hit() {
        return Set.of();
    }

    @Override
    public void inject() {
        if (killed) {
            victim.kill9();
        } else {
            victim.pause();
        }
    }

    @Override
    public Duration hold() {
        return killed ? DEAD : FROZEN;
    }

    @Override
    public void heal() {
        PairedBrokerNode other = victim == pair.primary() ? pair.backup() : pair.primary();
        tookOver = other.live();
        if (!killed) {
            victim.resume();
            // It finds that it was overtaken, and ends.
            victim.awaitExit();
        }
        victim.start();
        pair.awaitInSync();
    }

    @Override
    public Optional<String> complaint() {
        return tookOver ? Optional.empty() : Optional.of("nobody took over from the " + victim.name());
    }
}
