package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.tidings.log.PublishOutcome;
import org.tidings.testkit.Await;

/** Law 1: an instance that counts the shards differently would put events where nobody looks for them. */
class WrongShardCountIsRefusedTest {

    @Test
    void itSaysSoStaysUnreadyStoresNothingAndLeavesTheOthersAlone() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(4));
                LogInstance right = LogInstance.of(broker)) {
            try (LogInstance wrong = LogInstance.starting(broker.url(), LogShapes.shards(2))) {
                Await.await(
                        () -> wrong.obstacles().stream()
                                        .filter(obstacle -> obstacle.contains("tidings.shards to 4"))
                                        .count()
                                == 2,
                        "no word of the shards from each tail");
                List<CompletableFuture<PublishOutcome>> outcomes = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    outcomes.add(wrong.publish("c:" + i, null, "misplaced"));
                }
                assertThat(outcomes).map(LogInstance::get).containsOnly(new PublishOutcome.Unavailable());
                // Whoever of them was given the shard: the one that can reads it leads.
                for (int i = 0; i < 8; i++) {
                    right.accepted("c:" + i, null, "placed");
                }
            }
            for (int shard = 0; shard < 4; shard++) {
                assertThat(right.read.payloads(shard)).doesNotContain("misplaced");
            }
        }
    }

    /** It started first, and held the lead of an existing log for fifteen seconds at a time. */
    @Test
    void itDoesNotHoldTheLeadOfALogThatItCannotRead() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(4))) {
            try (LogInstance right = LogInstance.of(broker)) {
                right.accepted("c:a", null, "first");
            }
            try (LogInstance wrong = LogInstance.starting(broker.url(), LogShapes.shards(2))) {
                Await.await(() -> wrong.obstacles().size() == 2, "two shards, two obstacles");
                try (LogInstance right = LogInstance.of(broker)) {
                    right.accepted("c:a", null, "second");
                }
            }
        }
    }
}
