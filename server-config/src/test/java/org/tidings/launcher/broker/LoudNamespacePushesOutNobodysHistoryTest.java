package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tidings.log.ChannelStorage;
import org.tidings.log.LogGroups;
import org.tidings.log.LogSettings;
import org.tidings.log.LogShard;
import org.tidings.log.PublishOutcome;
import org.tidings.testkit.Await;

/** Law 1: what is loud has a log, and so a ring, of its own; and there all other laws hold too. */
class LoudNamespacePushesOutNobodysHistoryTest {

    private static final int RING = 200;
    private static final LogSettings SMALL = LogShapes.ring(RING);
    private static final LogGroups GROUPS = new LogGroups(SMALL, Map.of("loud", SMALL));
    private static final ChannelStorage STORAGE = channel -> channel.startsWith("loud:") ? "loud" : LogShard.MAIN;
    private static final int QUIET = 0;
    private static final int LOUD = new LogShard("loud", 0).number();

    @Test
    void quietHistoryIsWholeAfterManyRingsOfAnotherLog() {
        try (TestBroker broker = TestBroker.up(GROUPS);
                LogInstance instance = LogInstance.of(broker.url(), GROUPS, STORAGE)) {
            List<String> quiet = texts("quiet", 20);
            quiet.forEach(payload -> instance.accepted("quiet:a", null, payload));
            flood(instance, 5 * RING);
            broker.stop();
            broker.start();
            try (LogInstance late = LogInstance.of(broker.url(), GROUPS, STORAGE)) {
                assertThat(late.read.payloads(QUIET)).isEqualTo(quiet);
                assertThat(late.read.retainedFrom(LOUD)).isGreaterThan(4 * RING);
                assertThat(late.read.payloads(LOUD))
                        .as("with what is trimmed next")
                        .isNotEmpty()
                        .hasSizeLessThanOrEqualTo(RING + RING / 2);
                assertThat(late.read.epoch(LOUD)).isNotEqualTo(late.read.epoch(QUIET));
            }
        }
    }

    @Test
    void anotherInstanceLeadsTheGroupOnceItsLeaderIsGoneAndStoresNothingTwice() {
        try (TestBroker broker = TestBroker.up(GROUPS);
                FaultyLink link = new FaultyLink(broker);
                LogInstance leader = LogInstance.of(link.url(), GROUPS, STORAGE);
                LogInstance other = LogInstance.of(broker.url(), GROUPS, STORAGE)) {
            Publisher publisher = Publisher.start(other, "p", "loud:a", 1_000);
            publisher.awaitPublished(300);
            long first = other.accepted("loud:b", "once", "b");
            assertThat(leader.count("tidings.log.sequenced")).isPositive();
            link.cut();
            publisher.finish();
            assertThat(other.meters
                            .get("tidings.log.leading")
                            .tag("log", "loud")
                            .gauge()
                            .value())
                    .isOne();
            assertThat(LogInstance.get(other.publish("loud:b", "once", "b")))
                    .isEqualTo(new PublishOutcome.Duplicate(LOUD, other.read.epoch(LOUD), first));
            publisher.assertInOrder(other.read.events(LOUD).stream()
                    .filter(event -> event.channel().equals("loud:a"))
                    .toList());
            assertThat(other.read.holes(LOUD)).isEmpty();
        }
    }

    /** It would have written to one log what all others look for in another: two orders of one channel. */
    @Test
    void publishOfAnInstanceThatPutsTheChannelElsewhereIsNotStored() {
        try (TestBroker broker = TestBroker.up(GROUPS);
                LogInstance instance = LogInstance.of(broker.url(), GROUPS, STORAGE)) {
            instance.accepted("quiet:a", null, "this instance leads");
            try (LogInstance wrong = LogInstance.of(broker.url(), GROUPS, ChannelStorage.MAIN)) {
                assertThat(LogInstance.get(wrong.publish("loud:a", null, "x")))
                        .isInstanceOf(PublishOutcome.Unavailable.class);
                wrong.accepted("quiet:a", null, "what both put into one log");
                Await.await(() -> instance.read.count(QUIET) == 2, "the other's event");
            }
        }
    }

    /** Never as much at once as the ring holds: it would overtake the reader. */
    private static void flood(LogInstance instance, int count) {
        for (int round = 0; round < count / 50; round++) {
            List<CompletableFuture<PublishOutcome>> outcomes = new ArrayList<>();
            texts("loud", 50).forEach(payload -> outcomes.add(instance.publish("loud:a", null, payload)));
            assertThat(outcomes).map(LogInstance::get).hasOnlyElementsOfType(PublishOutcome.Accepted.class);
        }
    }

    private static List<String> texts(String what, int count) {
        return IntStream.range(0, count).mapToObj(i -> what + i).toList();
    }
}
