package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.tidings.testkit.Await;

/** Law 9: who asks for the end of the log is answered when it has been read, not before. */
class BarrierTest {

    @Test
    void passesOnlyAfterEverythingThatWasInTheLog() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                LogInstance writer = LogInstance.of(broker);
                LogInstance reader = LogInstance.of(broker)) {
            for (int i = 1; i <= 100; i++) {
                writer.accepted("c:a", null, Integer.toString(i));
                CompletableFuture<Integer> read = reader.log()
                        .barrier(0)
                        .thenApply(passed -> reader.read.count(0))
                        .toCompletableFuture();
                assertThat(read).succeedsWithin(Await.PATIENCE).isEqualTo(i);
            }
        }
    }

    @Test
    void failsWhileTheBrokerIsAwayAndPassesAgainAfterwards() throws Exception {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                LogInstance instance = LogInstance.of(broker)) {
            broker.stop();
            assertThat(instance.log().barrier(0).toCompletableFuture())
                    .failsWithin(Await.PATIENCE)
                    .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                    .withCauseInstanceOf(TimeoutException.class);
            broker.start();
            Await.await(
                    () -> instance.log()
                            .barrier(0)
                            .toCompletableFuture()
                            .handle((passed, failure) -> failure == null)
                            .join(),
                    "no barrier passes");
            // A restart leaves what was known valid: the instance went on serving.
            assertThat(instance.obstacles()).isEmpty();
        }
    }

    /** A client comes from an instance that is ahead: the one that lags must not take its position for one of another log. */
    @Test
    void instanceThatLagsAnswersOnceItHasReadWhatOthersHave() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                FaultyLink link = new FaultyLink(broker);
                LogInstance ahead = LogInstance.of(broker);
                LogInstance lagging = LogInstance.of(link.url(), broker.settings())) {
            ahead.accepted("c:a", null, "0");
            lagging.awaitEvents(0, 1);
            link.freeze();
            long position = 0;
            for (int i = 1; i <= 50; i++) {
                position = ahead.accepted("c:a", null, Integer.toString(i));
            }
            CompletableFuture<Long> reached = lagging.log()
                    .barrier(0)
                    .thenApply(passed -> lagging.read.position(0))
                    .toCompletableFuture();
            assertThat(lagging.read.position(0)).isLessThan(position);
            assertThat(reached).isNotDone();
            link.thaw();
            assertThat(reached).succeedsWithin(Await.PATIENCE, as(LONG)).isGreaterThanOrEqualTo(position);
            assertThat(lagging.read.holes(0)).isEmpty();
            assertThat(lagging.read.epochs(0)).hasSize(1);
        }
    }

    /** It gates readiness: an instance that starts must not promise what it cannot know. */
    @Test
    void instanceIsReadyOnlyOnceItHasReadToTheEnd() throws Exception {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(2));
                LogInstance writer = LogInstance.of(broker)) {
            CompletableFuture<?>[] published = new CompletableFuture<?>[1_000];
            for (int i = 0; i < published.length; i++) {
                published[i] = writer.publish("c:" + i % 9, null, Integer.toString(i));
            }
            CompletableFuture.allOf(published).get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            try (LogInstance late = LogInstance.starting(broker.url(), broker.settings())) {
                late.awaitReady();
                assertThat(late.read.count(0) + late.read.count(1)).isEqualTo(published.length);
            }
        }
    }
}
