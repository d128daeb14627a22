package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tidings.testkit.Await;

/** Law 6: a leader dies, the next goes on where the log ends. */
class LeaderTakeoverTest {

    private static final int EACH = 6_000;
    private static final int TAKEOVERS = 30;

    @Test
    void nothingIsLostTwiceOrSwappedWhileLeadersComeAndGo() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                FaultyLink firstLink = new FaultyLink(broker);
                FaultyLink secondLink = new FaultyLink(broker);
                LogInstance first = LogInstance.of(firstLink.url(), broker.settings());
                LogInstance second = LogInstance.of(secondLink.url(), broker.settings())) {
            Publisher one = Publisher.start(first, "one", "c:a", EACH);
            Publisher two = Publisher.start(second, "two", "c:b", EACH);
            for (int fault = 1; fault <= TAKEOVERS; fault++) {
                Publisher watched = fault % 2 == 1 ? one : two;
                watched.awaitPublished(fault * EACH / (TAKEOVERS + 2));
                FaultyLink cut = fault % 2 == 1 ? firstLink : secondLink;
                cut.cut();
                cut.mend();
            }
            one.finish();
            two.finish();
            try (LogInstance late = LogInstance.of(broker)) {
                assertThat(late.read.count(0)).isEqualTo(2 * EACH);
                one.assertInOrder(late.read.events(0));
                two.assertInOrder(late.read.events(0));
                first.awaitEvents(0, 2 * EACH);
                second.awaitEvents(0, 2 * EACH);
                assertThat(first.read.events(0)).isEqualTo(late.read.events(0));
                assertThat(second.read.events(0)).isEqualTo(late.read.events(0));
                assertThat(first.read.holes(0)).isEmpty();
                assertThat(second.read.holes(0)).isEmpty();
                assertThat(first.read.epochs(0)).hasSize(1);
            }
        }
    }

    @Test
    void theOtherInstanceLeadsOnceTheLeaderIsGoneForGood() {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                FaultyLink link = new FaultyLink(broker);
                LogInstance leader = LogInstance.of(link.url(), broker.settings());
                LogInstance other = LogInstance.of(broker)) {
            Publisher publisher = Publisher.start(other, "p", "c:a", 1_000);
            publisher.awaitPublished(300);
            assertThat(leader.count("tidings.log.sequenced")).isPositive();
            assertThat(other.count("tidings.log.sequenced")).isZero();
            link.cut();
            publisher.finish();
            Await.await(() -> other.count("tidings.log.sequenced") > 0, "nobody took over");
            publisher.assertInOrder(other.read.events(0));
        }
    }
}
