package org.tidings.testkit.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.testkit.Await.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidings.testkit.peer.Peers;
import org.tidings.testkit.peer.RunningPeer;

/** A generator that is wrong finds flaws where there are none, and none where there are. Against a server that has none. */
class GeneratorMeasuresItselfTest {

    private static final int SUBSCRIBERS = 20;

    @Test
    void everythingPublishedComesToEverybodyOnce(@TempDir Path folder) throws Exception {
        try (RunningPeer trivial = Peers.named("trivial").orElseThrow().start(folder, 1);
                Generator generator = new Generator(trivial, trivial.dialect())) {
            Feed one = generator.feed("one");
            Feed two = generator.feed("two");
            generator.subscribe(0, one, SUBSCRIBERS);
            generator.subscribe(0, two, SUBSCRIBERS);
            generator.publishers(0, 1);

            generator.saturate(16);
            await(() -> generator.published() > 2_000, "a window of publishes moves on");
            generator.stop();
            assertThat(generator.turn().deliveries()).isEqualTo(SUBSCRIBERS * generator.published());

            long before = generator.published();
            generator.pace(1_000);
            await(() -> generator.published() > before + 100, "publishes at a pace");
            generator.exchange(0, two, 5);
            generator.stop();
            assertThat(generator.turn().deliveries()).isPositive();

            assertThat(generator.visit(0, generator.visits(0, 10))).isPositive();
            assertThat(generator.flaws()).hasToString("none");
            assertThat(generator.trouble()).isNull();
            assertThat(generator.live()).isEqualTo(2 * SUBSCRIBERS);
        }
    }
}
