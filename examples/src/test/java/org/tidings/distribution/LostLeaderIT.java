package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.BrokerNode;
import org.tidings.testkit.HistoryChecker;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodeControl;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/**
 * The instance that writes every shard's log is lost while another one's clients publish: a short pause, and neither
 * loss nor repetition nor another order.
 */
@ExtendWith(NodesExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostLeaderIT {

    private static final List<String> CHANNELS = List.of("leader:0", "leader:1", "leader:2", "leader:3", "leader:4");
    private static final int ROUNDS = 40;

    private NodeControl control;
    private Node leader;
    private Node other;
    private HistoryChecker checker;
    private int sent;

    /** Whoever is there first leads. */
    @BeforeAll
    void start(NodeControl nodes) {
        control = nodes;
        BrokerNode broker = nodes.broker("broker");
        broker.start();
        leader = nodes.attached("leader", broker.url());
        leader.start();
        other = nodes.attached("other", broker.url());
        other.start();
    }

    @BeforeEach
    void forget() {
        checker = new HistoryChecker();
    }

    @Test
    void whoComesBackFromAFreezeWritesNothingStale() {
        publishAcross(leader::pause, leader::resume);
        assertThat(other.hasLogged("leading")).as("the other one took over").isTrue();
    }

    @Test
    void whoWasKilledIsReplaced() {
        // The freeze of the test before may have made the other one lead; then this kills a follower, which is as well.
        publishAcross(leader::kill9, leader::start);
    }

    private void publishAcross(Runnable loss, Runnable comeback) {
        String token = control.tokens().of("alice");
        try (WireClient publisher = other.connect(token);
                WireClient subscriber = other.connect(control.tokens().of("bob"))) {
            for (String channel : CHANNELS) {
                WireEnvelope subscribed = subscriber.subscribe(channel);
                checker.subscribed("bob", channel, subscribed.epoch(), subscribed.seq());
                checker.subscribed("carol", channel, subscribed.epoch(), subscribed.seq());
            }
            int begin = sent;
            publish(publisher);
            loss.run();
            publish(publisher);
            comeback.run();
            publish(publisher);
            check("bob", subscriber.events().takeMessages(sent - begin));
            subscriber.assertExhausted();
            recoverOnTheOneThatWasLost(sent - begin);
        }
        assertThat(checker.finish()).isEmpty();
    }

    /** Everything again, from the position before it, as the lost instance tells it. */
    private void recoverOnTheOneThatWasLost(int count) {
        leader.awaitReady();
        try (WireClient carol = leader.connect(control.tokens().of("carol"))) {
            for (String channel : CHANNELS) {
                WireEnvelope reply = carol.request("subscribe")
                        .channel(channel)
                        .payload("{\"last\":" + count / CHANNELS.size() + "}")
                        .reply();
                check("carol", carol.events().takeMessages(reply.payload().getInt("count")));
            }
            carol.assertExhausted();
        }
    }

    private void check(String subscriber, List<WireEnvelope> events) {
        for (WireEnvelope event : events) {
            checker.saw(subscriber, event.channel(), event.seq(), event.prev(), event.messageId());
        }
    }

    private void publish(WireClient publisher) {
        for (int round = 0; round < ROUNDS; round++) {
            for (String channel : CHANNELS) {
                String messageId = "m" + sent++;
                checker.sent("alice", channel, messageId);
                WireEnvelope accepted = publishUntilAccepted(publisher, channel, messageId);
                checker.acknowledged(channel, messageId, accepted.epoch(), accepted.seq());
            }
        }
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
