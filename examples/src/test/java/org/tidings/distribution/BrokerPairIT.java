package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
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

    private static final List<String> CHANNELS = List.of("pair:0", "pair:1", "pair:2", "pair:3", "pair:4");
    /** What is promised for a quiet machine. */
    private static final Duration KILLED = Duration.ofSeconds(3);
    /** Nobody hears that a frozen one is gone: silence must be waited for, by the other broker and by the instances. */
    private static final Duration FROZEN = Duration.ofSeconds(6);
    /** What a machine that builds something else meanwhile may add. */
    private static final Duration BUSY = Duration.ofSeconds(5);

    private NodeControl control;
    private BrokerPair pair;
    private Node a;
    private Node b;
    private HistoryChecker checker;
    private int sent;

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

    @BeforeEach
    void forget() {
        checker = new HistoryChecker();
    }

    @Test
    @Order(1)
    void theOtherOneGoesOnWhenTheLiveOneIsKilled() {
        PairedBrokerNode first = pair.live();
        assertOutage("primary killed", publishAcross(first::kill9), KILLED);
        PairedBrokerNode second = pair.live();
        assertThat(second).isNotSameAs(first);
        // With its old journal it must not come up as the live one.
        first.start();
        pair.awaitInSync();
        assertThat(pair.live()).isSameAs(second);
        assertOutage("backup killed", publishAcross(second::kill9), KILLED);
        assertThat(pair.live()).isSameAs(first);
        second.start();
        pair.awaitInSync();
    }

    @Test
    @Order(2)
    void whoWakesUpFromAFreezeAcknowledgesNothing() {
        PairedBrokerNode frozen = pair.live();
        PairedBrokerNode other = pair.follower();
        assertOutage("live one frozen", publishAcross(frozen::pause), FROZEN);
        assertThat(other.live()).isTrue();
        Duration outage = publishAcross(() -> {
            frozen.resume();
            assertThat(frozen.awaitExit()).as("it finds that it was overtaken").isEqualTo(1);
        });
        assertOutage("frozen one awake", outage, Duration.ofMillis(500));
        frozen.start();
        pair.awaitInSync();
        assertThat(pair.live()).isSameAs(other);
    }

    /** The live one goes on alone, once it has waited for the silent one. */
    @Test
    @Order(3)
    void theLiveOneGoesOnAloneWhenTheOtherIsLost() {
        PairedBrokerNode live = pair.live();
        PairedBrokerNode follower = pair.follower();
        assertOutage("follower killed", publishAcross(follower::kill9), KILLED);
        assertThat(live.standing()).startsWith("live, alone");
        follower.start();
        pair.awaitInSync();
        assertOutage("follower frozen", publishAcross(follower::pause), FROZEN);
        follower.resume();
        pair.awaitInSync();
        assertThat(pair.live()).isSameAs(live);
    }

    private void assertOutage(String what, Duration outage, Duration bound) {
        LOG.log(System.Logger.Level.INFO, "{0}: publishing stood still for {1} ms", what, outage.toMillis());
        assertThat(outage).as(what).isLessThan(bound.plus(BUSY));
    }

    /** Publishes before, while and after: how long the longest wait for an answer was. */
    private Duration publishAcross(Runnable loss) {
        try (WireClient publisher = a.connect(control.tokens().of("alice"));
                WireClient bob = a.connect(control.tokens().of("bob"));
                WireClient carol = b.connect(control.tokens().of("carol"))) {
            for (String channel : CHANNELS) {
                subscribe("bob", bob, channel);
                subscribe("carol", carol, channel);
            }
            int begin = sent;
            publish(publisher, 20);
            loss.run();
            Duration longest = publish(publisher, 40);
            check("bob", bob, sent - begin);
            check("carol", carol, sent - begin);
            assertThat(checker.finish()).isEmpty();
            return longest;
        } finally {
            checker = new HistoryChecker();
        }
    }

    private void subscribe(String name, WireClient client, String channel) {
        WireEnvelope subscribed = client.subscribe(channel);
        checker.subscribed(name, channel, subscribed.epoch(), subscribed.seq());
    }

    private void check(String name, WireClient client, int count) {
        for (WireEnvelope event : client.events().takeMessages(count)) {
            checker.saw(name, event.channel(), event.seq(), event.prev(), event.messageId());
        }
        client.assertExhausted();
    }

    private Duration publish(WireClient publisher, int rounds) {
        long last = System.nanoTime();
        long longest = 0;
        for (int round = 0; round < rounds; round++) {
            for (String channel : CHANNELS) {
                String messageId = "m" + sent++;
                checker.sent("alice", channel, messageId);
                WireEnvelope accepted = publishUntilAccepted(publisher, channel, messageId);
                checker.acknowledged(channel, messageId, accepted.epoch(), accepted.seq());
                long now = System.nanoTime();
                longest = Math.max(longest, now - last);
                last = now;
            }
        }
        return Duration.ofNanos(longest);
    }

    /** As the protocol tells clients: what may succeed later is sent again, under the same messageId. */
    private static WireEnvelope publishUntilAccepted(WireClient publisher, String channel, String messageId) {
        for (; ; ) {
            WireEnvelope answer = publisher
                    .request("publish")
                    .channel(channel)
                    .messageId(messageId)
                    .payload("\"" + messageId + "\"")
                    .answer();
            if (answer.type().equals("reply")) {
                return answer;
            }
            assertThat(answer.payload().getBoolean("temporary"))
                    .as(answer.text())
                    .isTrue();
        }
    }
}
