package org.tidings.testkit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A short run that left a kind of fault out by chance would say nothing about it, and look as if it did. */
class EveryKindOfFaultIsDrawnTest {

    private static final List<FaultKind> KINDS = List.of(FaultKind.values());

    @Test
    void noneComesAgainBeforeAllHaveCome() {
        long seed = System.nanoTime();
        FaultBag bag = new FaultBag(KINDS, new Random(seed));
        for (int round = 0; round < 20; round++) {
            assertThat(bag.draw(KINDS.size())).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(KINDS);
        }
    }

    @Test
    void theSeedDecidesTheOrder() {
        List<FaultKind> drawn = new FaultBag(KINDS, new Random(7)).draw(100);
        assertThat(new FaultBag(KINDS, new Random(7)).draw(100)).isEqualTo(drawn);
        assertThat(new FaultBag(KINDS, new Random(8)).draw(100)).isNotEqualTo(drawn);
    }

    @Test
    void everyShardHasChannels() {
        assertThat(Channels.all()).hasSize(2 * Channels.SHARDS).doesNotHaveDuplicates();
        assertThat(Channels.all().stream().map(Channels::shardOf).distinct()).hasSize(Channels.SHARDS);
    }
}
