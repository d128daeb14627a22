package org.tidings.testkit.verify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tidings.testkit.Await;

/**
 * A reader is cut off until the log retains nothing any more of what it has read last. It must be told what it misses on
 * every channel, exactly; that the range is exact is the judge's to find.
 */
final class RingOvertakes implements Fault {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Laggard laggard;
    private final RunHistory history;
    private long gapsBefore;

    RingOvertakes(Laggard laggard, RunHistory history) {
        this.laggard = laggard;
        this.history = history;
    }

    @Override
    public String target() {
        return laggard.party().name();
    }

    @Override
    public Set<String> hit() {
        return Set.of();
    }

    @Override
    public void inject() {
        gapsBefore = history.gapsOf(laggard.party().name());
        laggard.link().blackHole();
        List<Long> marks = history.newest();
        Await.await(PATIENCE, () -> overtaken(marks), () -> "the log does not move on far enough");
    }

    private boolean overtaken(List<Long> marks) {
        List<Long> now = history.newest();
        for (int shard = 0; shard < marks.size(); shard++) {
            if (now.get(shard) - marks.get(shard) < 2 * Laggard.RING) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Duration hold() {
        return Duration.ZERO;
    }

    @Override
    public void heal() {
        laggard.link().pass();
    }

    @Override
    public Optional<String> complaint() {
        long told = history.gapsOf(laggard.party().name()) - gapsBefore;
        return told >= Channels.all().size()
                ? Optional.empty()
                : Optional.of(
                        target() + " was overtaken on " + Channels.all().size() + " channels and told of " + told);
    }
}
