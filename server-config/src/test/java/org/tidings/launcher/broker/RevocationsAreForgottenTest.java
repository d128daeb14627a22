package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidings.control.Directive;
import org.tidings.control.DirectiveCodec;
import org.tidings.control.Disconnection;
import org.tidings.control.Revocation;
import org.tidings.log.BrokerConnector;
import org.tidings.log.JmsDirectives;
import org.tidings.testkit.Await;

/** An instance that does not know what was revoked, because it or the broker began anew, lets in whom it must not. */
class RevocationsAreForgottenTest {

    private static final DirectiveCodec CODEC = new DirectiveCodec(3_600_000);

    private final TestBroker broker = TestBroker.up(LogShapes.shards(1));
    private final Reader a = new Reader();
    private final Reader b = new Reader();

    /** The directives of one instance. */
    private final class Reader implements AutoCloseable {
        private final List<Directive> read = new CopyOnWriteArrayList<>();
        private final BrokerConnector connector =
                new BrokerConnector(new BrokerConnector.Endpoint(broker.url(), null, null, null));
        private final JmsDirectives directives =
                new JmsDirectives(CODEC, connector, Thread::new, new SimpleMeterRegistry());

        Reader start() {
            directives.start(read::add);
            return this;
        }

        void awaitReady() {
            Await.await(Await.PATIENCE, () -> directives.obstacles().isEmpty(), () -> "not ready");
        }

        void await(Directive... expected) {
            Await.await(
                    Await.PATIENCE,
                    () -> read.size() >= expected.length,
                    () -> read.size() + " of " + expected.length + " directives");
            assertThat(read).containsExactlyInAnyOrder(expected);
        }

        void give(Directive directive) throws Exception {
            directives.give(directive).get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            directives.close();
            connector.close();
        }
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
        broker.close();
    }

    private static Revocation revocation(String tokenId, Duration life) {
        long now = System.currentTimeMillis();
        return new Revocation(DirectiveCodec.newId(), tokenId, null, null, now, now + life.toMillis());
    }

    @Test
    void everyInstanceIsToldWithinASecond() throws Exception {
        a.start().awaitReady();
        b.start().awaitReady();
        Revocation revoked = revocation("t1", Duration.ofMinutes(1));
        a.give(revoked);
        Await.await(Duration.ofSeconds(1), () -> b.read.contains(revoked), () -> "told " + b.read);
        a.await(revoked);
    }

    @Test
    void oneThatStartsLaterKnowsThemBeforeItIsReady() throws Exception {
        a.start().awaitReady();
        Revocation first = revocation("t1", Duration.ofMinutes(1));
        Revocation second = revocation("t2", Duration.ofMinutes(1));
        a.give(first);
        a.give(second);
        assertThat(b.directives.obstacles()).hasSize(1);
        b.start().awaitReady();
        assertThat(b.read).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void allBegunAnewAndTheBrokerToo() throws Exception {
        a.start().awaitReady();
        Revocation revoked = revocation("t1", Duration.ofMinutes(1));
        a.give(revoked);
        a.close();
        broker.stop();
        broker.start();
        b.start().awaitReady();
        b.await(revoked);
    }

    /** Read again from the oldest after a break, each would be carried out again: a user cut off for a second time. */
    @Test
    void readerWhoseConnectionBrokeIsToldEachOnce() throws Exception {
        a.start().awaitReady();
        long now = System.currentTimeMillis();
        Disconnection first = new Disconnection("d1", "alice", now, now + 20_000);
        a.give(first);
        a.await(first);
        broker.stop();
        assertThat(a.directives.obstacles()).isEmpty();
        broker.start();
        b.start().awaitReady();
        Revocation second = revocation("t2", Duration.ofMinutes(1));
        b.give(second);
        a.await(first, second);
        b.await(first, second);
    }

    @Test
    void theBrokerDropsWhatHasEnded() throws Exception {
        a.start().awaitReady();
        Revocation shortOne = revocation("t1", Duration.ofMillis(500));
        Revocation longOne = revocation("t2", Duration.ofMinutes(1));
        a.give(shortOne);
        a.give(longOne);
        a.await(shortOne, longOne);
        Await.await(
                Await.PATIENCE,
                () -> System.currentTimeMillis() > shortOne.endsAt() + 50,
                () -> "the short one has not ended");
        broker.queue("directives").expireReferences();
        b.start().awaitReady();
        b.await(longOne);
    }

    @Test
    void applicationsAskByTheTopicAndAreCompleted() throws Exception {
        a.start().awaitReady();
        b.start().awaitReady();
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.url());
                Connection connection = factory.createConnection()) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            send(session, "{\"directive\":\"revoke\",\"subject\":\"mallory\"}");
            send(session, "{\"directive\":\"revoke\"}");
            send(session, "rubbish");
            Await.await(Await.PATIENCE, () -> a.read.size() == 1 && b.read.size() == 1, () -> a.read + " " + b.read);
            Revocation revoked = (Revocation) a.read.get(0);
            assertThat(b.read).containsExactly(revoked);
            assertThat(revoked.subject()).isEqualTo("mallory");
            assertThat(revoked.endsAt() - System.currentTimeMillis()).isBetween(3_500_000L, 3_600_000L);
            connection.start();
            MessageConsumer dead = session.createConsumer(session.createQueue("dead"));
            assertThat(reason(dead)).isEqualTo("a revocation names a jti, a subject or issuedBefore");
            assertThat(reason(dead)).startsWith("not a JSON object");
        }
    }

    private static void send(Session session, String text) throws JMSException {
        session.createProducer(session.createTopic("control")).send(session.createTextMessage(text));
    }

    private static String reason(MessageConsumer dead) throws JMSException {
        Message letter = dead.receive(Await.PATIENCE.toMillis());
        assertThat(letter).isNotNull();
        return letter.getStringProperty("tidings_reason");
    }
}
