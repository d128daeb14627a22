package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidings.ask.NoAnswer;
import org.tidings.launcher.access.BrokerRole;
import org.tidings.log.BrokerConnector;
import org.tidings.log.JmsQuestions;
import org.tidings.log.LogAddresses;
import org.tidings.testkit.Await;

/** Whoever may answer questions about rights might answer others than those that were asked, twice, late, or with rubbish. */
class AnswersFromStrangersTest {
    private static final int MAX_WAITING = 3;

    private final TestBroker broker = TestBroker.up(LogShapes.shards(1));
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final List<BrokerConnector> connectors = new ArrayList<>();
    private final JmsQuestions questions = instance(30_000);
    private final ActiveMQConnectionFactory factory =
            new ActiveMQConnectionFactory(broker.address() + broker.users().as("owners", BrokerRole.AUTHORIZER));
    private Connection connection;
    private Session session;
    private MessageConsumer asked;
    private MessageProducer answers;

    @BeforeEach
    void start() throws JMSException {
        questions.start();
        connect();
    }

    @AfterEach
    void close() throws JMSException {
        questions.close();
        connection.close();
        factory.close();
        connectors.forEach(BrokerConnector::close);
        broker.close();
    }

    @Test
    void goNowhereUnlessTheyNameAQuestionThatWaits() throws Exception {
        CompletableFuture<String> first = questions.ask("q1", "{\"n\":1}");
        CompletableFuture<String> second = questions.ask("q2", "{\"n\":2}");
        TextMessage one = next();
        TextMessage two = next();
        assertThat(one.getText()).isEqualTo("{\"n\":1}");
        assertThat(one.getJMSReplyTo()).isEqualTo(two.getJMSReplyTo());
        assertThat(one.getJMSExpiration()).as("worth nothing later").isPositive();

        answer(one.getJMSReplyTo(), null, "no id");
        answer(one.getJMSReplyTo(), "q3", "another's id");
        answer(one.getJMSReplyTo(), "q2", "of the second");
        answer(one.getJMSReplyTo(), "q2", "again");
        assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("of the second");
        answer(one.getJMSReplyTo(), "q1", "of the first");
        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("of the first");
        assertThat(questions.waiting()).isZero();
        assertThat(meters.get("tidings.answers.unclaimed").counter().count()).isEqualTo(3);
    }

    @Test
    void areNoneWhereTheyAreNoTextOrTooLong() throws Exception {
        CompletableFuture<String> bytes = questions.ask("bytes", "{}");
        Destination replyTo = next().getJMSReplyTo();
        Message rubbish = session.createBytesMessage();
        rubbish.setJMSCorrelationID("bytes");
        answers.send(replyTo, rubbish);
        assertNoAnswer(bytes, NoAnswer.Why.UNREADABLE);
        CompletableFuture<String> poison = questions.ask("long", "{}");
        answer(replyTo, "long", "x".repeat(300_000));
        assertNoAnswer(poison, NoAnswer.Why.UNREADABLE);
        CompletableFuture<String> good = questions.ask("good", "{}");
        answer(replyTo, "good", "{}");
        assertThat(good.get(10, TimeUnit.SECONDS)).isEqualTo("{}");
        assertThat(meters.get("tidings.log.bad.records")
                        .tag("address", LogAddresses.ANSWERS)
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void moreQuestionsThanMayWaitAreNotAsked() throws Exception {
        for (int i = 0; i < MAX_WAITING; i++) {
            questions.ask("q" + i, "{}");
        }
        assertNoAnswer(questions.ask("more", "{}"), NoAnswer.Why.TOO_MANY);
        Destination replyTo = next().getJMSReplyTo();
        answer(replyTo, "q0", "{}");
        Await.await(() -> questions.waiting() < MAX_WAITING, "the first is answered");
        CompletableFuture<String> later = questions.ask("later", "{}");
        answer(replyTo, "later", "{}");
        assertThat(later.get(10, TimeUnit.SECONDS)).isEqualTo("{}");
    }

    @Test
    void eachInstanceHasAnAddressOfItsOwn() throws Exception {
        JmsQuestions other = instance(30_000);
        other.start();
        try {
            CompletableFuture<String> theirs = other.ask("theirs", "{}");
            Destination replyTo = next().getJMSReplyTo();
            CompletableFuture<String> ours = questions.ask("ours", "{}");
            assertThat(next().getJMSReplyTo()).isNotEqualTo(replyTo);
            answer(replyTo, "ours", "misled");
            answer(replyTo, "theirs", "{}");
            assertThat(theirs.get(10, TimeUnit.SECONDS)).isEqualTo("{}");
            assertThat(ours).isNotDone();
            assertThat(meters.get("tidings.answers.unclaimed").counter().count())
                    .isEqualTo(1);
        } finally {
            other.close();
        }
    }

    @Test
    void areNotWaitedForWithoutEnd() {
        JmsQuestions hasty = instance(100);
        hasty.start();
        try {
            assertThat(hasty.ask("q", "{}"))
                    .failsWithin(10, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(TimeoutException.class);
            assertThat(hasty.waiting()).isZero();
        } finally {
            hasty.close();
        }
    }

    @Test
    void comeAgainOnceTheBrokerIsBack() throws Exception {
        connection.close();
        broker.stop();
        CompletableFuture<String> meanwhile = questions.ask("meanwhile", "{}");
        broker.start();
        connect();
        TextMessage question = next();
        answer(question.getJMSReplyTo(), question.getJMSCorrelationID(), "{}");
        assertThat(meanwhile.get(20, TimeUnit.SECONDS)).isEqualTo("{}");
    }

    private JmsQuestions instance(long timeoutMillis) {
        BrokerConnector connector = new BrokerConnector(new BrokerConnector.Endpoint(broker.url(), null, null, null));
        connectors.add(connector);
        return new JmsQuestions(LogAddresses.AUTHORIZE, timeoutMillis, MAX_WAITING, connector, Thread::new, meters);
    }

    private void connect() throws JMSException {
        connection = factory.createConnection();
        session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        asked = session.createConsumer(session.createQueue(LogAddresses.AUTHORIZE));
        answers = session.createProducer(null);
        connection.start();
    }

    private TextMessage next() throws JMSException {
        TextMessage question = (TextMessage) asked.receive(Await.PATIENCE.toMillis());
        assertThat(question).as("a question").isNotNull();
        return question;
    }

    private void answer(Destination replyTo, String id, String text) throws JMSException {
        TextMessage answer = session.createTextMessage(text);
        answer.setJMSCorrelationID(id);
        answers.send(replyTo, answer);
    }

    private static void assertNoAnswer(CompletableFuture<String> answer, NoAnswer.Why why) {
        assertThat(answer)
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(
                        NoAnswer.class, none -> assertThat(none.why()).isEqualTo(why));
    }
}
