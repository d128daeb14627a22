package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.filter.impl.FilterImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.tidings.log.Event;
import org.tidings.testkit.Await;

/**
 * A person's events are erased, and are there again after a restart, at an instance that was away, or at the broker; or their absence is
 * taken for a loss; or a loss for an erasure.
 */
class WhatIsErasedComesBackTest {

    private static final String ALICE = "inbox:alice";
    private static final int EVENTS = 120;

    private static void publish(LogInstance instance, String what) {
        for (int i = 0; i < EVENTS; i++) {
            instance.accepted(i % 2 == 0 ? ALICE : "inbox:bob", null, i % 2 == 0 ? what + i : "bob's " + i);
        }
    }

    private static int erase(LogInstance instance) throws Exception {
        return instance.log().erase(ALICE).toCompletableFuture().get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void itIsGoneAtTheBrokerAndEverywhereAlsoForWhoeverBeginsAnew() throws Exception {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1))) {
            try (LogInstance a = LogInstance.of(broker);
                    LogInstance b = LogInstance.of(broker)) {
                publish(a, "secret ");
                long last = a.accepted(ALICE, null, "secret too");
                b.awaitPosition(0, last);
                assertThat(erase(b)).isEqualTo(EVENTS / 2 + 1);
                a.awaitPosition(0, last + 1);
                assertThat(a.read.erasedThrough(0, ALICE)).isEqualTo(last);
                assertThat(a.read.events(0)).extracting(Event::channel).containsOnly("inbox:bob");
                awaitGone(broker);
                long after = a.accepted(ALICE, null, "after");
                b.awaitPosition(0, after);
                Event kept = b.read.events(0).get(b.read.count(0) - 1);
                assertThat(kept.prev())
                        .as("to whoever has less it proves a hole")
                        .isEqualTo(last);
                assertThat(erase(a)).isEqualTo(1);
                assertThat(erase(a)).as("nothing is left").isZero();
            }
            broker.stop();
            broker.start();
            assertThat(entries(broker)).noneMatch(entry -> entry.contains("secret"));
            try (LogInstance later = LogInstance.of(broker)) {
                assertThat(later.read.holes(0)).isEmpty();
                assertThat(later.read.events(0))
                        .extracting(Event::channel)
                        .containsOnly("inbox:bob")
                        .hasSize(EVENTS / 2);
                assertThat(later.read.erasedThrough(0, ALICE)).isPositive();
                long next = later.accepted(ALICE, null, "a new beginning");
                later.awaitPosition(0, next);
                assertThat(later.count("tidings.log.holes")).isZero();
            }
        }
    }

    /** Its last entry is gone, others between are too, and what says so comes later. */
    @Test
    void oneThatWasAwayTakesTheHoleForWhatItIs() throws Exception {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                FaultyLink link = new FaultyLink(broker);
                LogInstance away = LogInstance.of(link.url(), broker.settings());
                LogInstance there = LogInstance.of(broker)) {
            there.accepted("inbox:bob", null, "before");
            long seen = there.accepted(ALICE, null, "secret and seen");
            away.awaitPosition(0, seen);
            link.cut();
            publish(there, "secret ");
            assertThat(erase(there)).isEqualTo(EVENTS / 2 + 1);
            awaitGone(broker);
            long last = there.accepted("inbox:bob", null, "behind it");
            link.mend();
            away.awaitPosition(0, last);
            assertThat(away.read.holes(0)).isEmpty();
            assertThat(away.read.events(0)).isEqualTo(there.read.events(0));
            assertThat(away.read.erasedThrough(0, ALICE)).isEqualTo(there.read.erasedThrough(0, ALICE));
        }
    }

    @Test
    void whatIsMissingBesideItIsAHoleAllTheSame() throws Exception {
        try (TestBroker broker = TestBroker.up(LogShapes.shards(1));
                LogInstance there = LogInstance.of(broker)) {
            publish(there, "secret ");
            assertThat(erase(there)).isEqualTo(EVENTS / 2);
            awaitGone(broker);
            long lost = there.read.events(0).get(20).seq();
            broker.queue("log-0").deleteMatchingReferences(FilterImpl.createFilter("tidings_seq = " + lost));
            try (LogInstance later = LogInstance.of(broker)) {
                assertThat(later.read.holes(0)).singleElement().satisfies(hole -> {
                    assertThat(hole.after()).isLessThan(lost);
                    assertThat(hole.before()).isGreaterThan(lost);
                });
            }
        }
    }

    private static void awaitGone(TestBroker broker) {
        Await.await(
                Await.PATIENCE,
                () -> entries(broker).stream().noneMatch(entry -> entry.contains("secret")),
                () -> "the broker has it still");
    }

    /** What lies in the queue, byte by byte. */
    private static List<String> entries(TestBroker broker) {
        List<String> entries = new ArrayList<>();
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.url());
                Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                QueueBrowser browser = session.createBrowser(session.createQueue("log.0::log-0"))) {
            connection.start();
            for (Enumeration<?> each = browser.getEnumeration(); each.hasMoreElements(); ) {
                BytesMessage message = (BytesMessage) each.nextElement();
                byte[] bytes = new byte[(int) message.getBodyLength()];
                message.readBytes(bytes);
                entries.add(new String(bytes, StandardCharsets.ISO_8859_1));
            }
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
        return entries;
    }
}
