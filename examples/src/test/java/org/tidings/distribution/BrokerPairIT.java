package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Await;
import org.tidings.testkit.BrokerPair;
import org.tidings.testkit.HistoryChecker;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.PairedBrokerNode;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/**
 * The live broker of a pair is lost while clients of two instances publish: a short pause, and neither loss nor repetition nor another
 * order. Then it comes back and follows, and the other one is lost.
 */
@ExtendWith(NodesExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrokerPairIT {

    private static final System.Logger LOG = System.getLogger(BrokerPairIT.class.getName());

    /** What is promised for a quiet machine. */
    private static final Duration KILLED = Duration.ofSeconds(3);
    /** Nobody hears that a frozen one is gone: silence must be waited for, by the other broker and by the instances. */
    private static final Duration FROZEN = Duration.ofSeconds(6);
    /** A follower must be borne for longer: it is silent too while it reads what it has copied. */
    private static final Duration FOLLOWER_FROZEN = Duration.ofSeconds(11);
    /** Nothing waits while the journal is copied, but at its end. */
    private static final Duration COPIED = Duration.ofSeconds(2);
    /** What a machine that builds something else meanwhile may add. */
    private static final Duration BUSY = Duration.ofSeconds(5);

    private NodeControl control;
    private BrokerPair pair;
    private Node a;
    private Node b;
    private int round;

    @BeforeAll
    void start(NodeControl nodes) {
        control = nodes;
        pair = nodes.brokerPair();
        pair.start();
        a = nodes.attached("a", pair.url());
        b = nodes.attached("b", pair.url());
        a.launch();
        b.start();
        a.awaitReady();
    }

    @Test
    @Order(1)
    void theOtherOneGoesOnWhenTheLiveOneIsKilled() {
        PairedBrokerNode first = pair.live();
        assertOutage("primary killed", publishAcross(first::kill9), KILLED);
        PairedBrokerNode second = pair.live();
        assertThat(second).isNotSameAs(first);
        // With its old journal it must not come up as the live one.
        assertOutage("primary back", publishAcross(() -> comesBack(first)), COPIED);
        assertThat(pair.live()).isSameAs(second);
        assertOutage("backup killed", publishAcross(second::kill9), KILLED);
        assertThat(pair.live()).isSameAs(first);
        comesBack(second);
    }

    @Test
    @Order(2)
    void theOtherOneGoesOnWhenTheLiveOneFreezes() {
        PairedBrokerNode frozen = pair.live();
        assertOutage("live one frozen", publishAcross(frozen::pause), FROZEN);
        frozen.resume();
        assertThat(frozen.awaitExit()).as("it finds that it was overtaken").isEqualTo(1);
        comesBack(frozen);
    }

    /**
     * It wakes up at the worst moment: the other one is live, instances still hold their connections to it, and commits lie in its
     * sockets. What it did with these may be acknowledged to nobody.
     */
    @Test
    @Order(3)
    void whoWakesUpFromAFreezeAcknowledgesNothing() {
        PairedBrokerNode frozen = pair.live();
        PairedBrokerNode other = pair.follower();
        publishAcross(() -> {
            frozen.pause();
            Await.await(other::live, "the other one does not take over");
            frozen.resume();
            assertThat(frozen.awaitExit()).as("it finds that it was overtaken").isEqualTo(1);
        });
        comesBack(frozen);
        assertThat(pair.live()).isSameAs(other);
    }

    @Test
    @Order(4)
    void theLiveOneGoesOnAloneWhenTheOtherIsLost() {
        PairedBrokerNode live = pair.live();
        PairedBrokerNode follower = pair.follower();
        assertOutage("follower killed", publishAcross(follower::kill9), KILLED);
        Await.await(() -> live.standing().startsWith("live, alone"), "it does not say that it is alone");
        Await.await(() -> replicated("0.0"), "the instance does not say that the broker is alone");
        comesBack(follower);
        Await.await(() -> replicated("1.0"), "the instance does not say that there are two again");
        assertOutage("follower frozen", publishAcross(follower::pause), FOLLOWER_FROZEN);
        follower.resume();
        pair.awaitInSync();
        assertThat(pair.live()).isSameAs(live);
    }

    private boolean replicated(String value) {
        try {
            return a.get("/metrics").body().contains("tidings_broker_replicated " + value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void comesBack(PairedBrokerNode broker) {
        broker.start();
        pair.awaitInSync();
    }

    private void assertOutage(String what, Duration outage, Duration bound) {
        LOG.log(System.Logger.Level.INFO, "{0}: publishing stood still for {1} ms", what, outage.toMillis());
        assertThat(outage).as(what).isLessThan(bound.plus(BUSY));
    }

    /** Publishes before, while and after: how long the longest wait for an answer was. */
    private Duration publishAcross(Runnable event) {
        HistoryChecker checker = new HistoryChecker();
        round++;
        try (PacedPublisher one = publisher(a, 1);
                PacedPublisher two = publisher(a, 2);
                PacedPublisher three = publisher(b, 3);
                WireClient bob = a.connect(control.tokens().of("bob"));
                WireClient carol = b.connect(control.tokens().of("carol"))) {
            List<PacedPublisher> publishers = List.of(one, two, three);
            for (PacedPublisher publisher : publishers) {
                subscribe(checker, "bob", bob, publisher.channel());
                subscribe(checker, "carol", carol, publisher.channel());
            }
            publishers.forEach(publisher -> publisher.awaitFurther(20));
            event.run();
            publishers.forEach(publisher -> publisher.awaitFurther(20));
            Duration longest = publishers.stream()
                    .map(publisher -> publisher.stopAndTell(checker))
                    .max(Duration::compareTo)
                    .orElseThrow();
            int stored = publishers.stream().mapToInt(PacedPublisher::accepted).sum();
            check(checker, "bob", bob, stored);
            check(checker, "carol", carol, stored);
            assertThat(checker.finish()).isEmpty();
            return longest;
        }
    }

    private PacedPublisher publisher(Node node, int number) {
        String name = "p" + number + "-" + round;
        return PacedPublisher.start(node, control.tokens().of("alice"), name, "pair:" + name);
    }

    /** From the channel's beginning: its publisher has begun. */
    private static void subscribe(HistoryChecker checker, String name, WireClient client, String channel) {
        WireEnvelope reply = client.request("subscribe")
                .channel(channel)
                .payload("{\"last\":1000}")
                .reply();
        checker.subscribed(name, channel, reply.epoch(), 0);
    }

    private static void check(HistoryChecker checker, String name, WireClient client, int count) {
        for (WireEnvelope event : client.events().takeMessages(count)) {
            checker.saw(name, event.channel(), event.seq(), event.prev(), event.messageId());
        }
        client.assertExhausted();
    }
}
