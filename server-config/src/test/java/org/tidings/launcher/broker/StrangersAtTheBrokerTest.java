package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.launcher.access.BrokerRole;
import org.tidings.testkit.Await;

/** Whoever reached the broker's port could publish, read everything, and write the log itself. */
class StrangersAtTheBrokerTest {
    private static TestBroker broker;
    private static String application;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.up(LogShapes.shards(1));
        addressOut();
        application = broker.users().as("shop", BrokerRole.APPLICATION);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?user=tidings",
                "?user=tidings&password=",
                "?user=tidings&password=tidings",
                "?user=admin&password=admin",
                "?user=tidings-pair&password=",
                "?user=ACTIVEMQ.CLUSTER.ADMIN.USER&password=CHANGE%20ME!!"
            })
    void nobodyGetsInWithoutAPasswordOrWithOneThatIsWellKnown(String login) {
        assertThatThrownBy(() -> as(login, session -> {})).isInstanceOf(JMSSecurityException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "topic:log.0",
                "topic:dedupe.0",
                "topic:verdict",
                "topic:live.0",
                "topic:directives",
                "topic:control",
                "queue:tickets",
                "queue:dead",
                "queue:audit",
                "queue:authorize",
                "topic:out.orders",
                "topic:log.0::log-0"
            })
    void anApplicationWritesNowhereButWherePublishesGo(String address) throws Exception {
        as(application, session -> assertThatThrownBy(() -> send(session, destination(session, address)))
                .isInstanceOf(JMSSecurityException.class));
        as(application, session -> assertThatCode(() -> send(session, session.createQueue("publish.0")))
                .doesNotThrowAnyException());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"log.0::log-0", "dedupe.0::dedupe-0", "publish.0", "directives::directives", "tickets", "dead"})
    void anApplicationReadsNothingOfTidings(String queue) throws Exception {
        as(application, session -> {
            Queue name = session.createQueue(queue);
            assertThatThrownBy(() -> session.createConsumer(name)).isInstanceOf(JMSSecurityException.class);
            assertThatThrownBy(() -> session.createBrowser(name).getEnumeration())
                    .isInstanceOf(JMSSecurityException.class);
        });
    }

    /** A subscription to the log's address would be a queue of its own, with everything in it from then on. */
    @ParameterizedTest
    @ValueSource(strings = {"log.0", "live.0", "verdict", "directives"})
    void anApplicationSubscribesToNothingOfTidings(String topic) throws Exception {
        as(application, session -> assertThatThrownBy(() -> session.createConsumer(session.createTopic(topic)))
                .isInstanceOf(JMSSecurityException.class));
    }

    @Test
    void anApplicationSubscribesToWhatGoesOut() throws Exception {
        as(application, session -> assertThatCode(() -> session.createConsumer(session.createTopic("out.orders")))
                .doesNotThrowAnyException());
    }

    @Test
    void anApplicationManagesNothing() throws Exception {
        as(application, session -> assertThatThrownBy(() -> manage(session, "getMessageCount"))
                .isInstanceOf(JMSSecurityException.class));
    }

    /** Who trims its log may not delete it. */
    @Test
    void anInstanceManagesNoMoreThanItNeeds() throws Exception {
        String instance = broker.users().asInstance();
        as(instance, session -> assertThatThrownBy(() -> manage(session, "removeAllMessages"))
                .isInstanceOf(JMSSecurityException.class));
    }

    @Test
    void onlyWhoHasThatRoleAsksForARevocation() throws Exception {
        String control = broker.users().as("backoffice", BrokerRole.CONTROL);
        as(control, session -> {
            assertThatCode(() -> send(session, session.createTopic("control"))).doesNotThrowAnyException();
            assertThatThrownBy(() -> send(session, session.createQueue("publish.0")))
                    .isInstanceOf(JMSSecurityException.class);
        });
    }

    @Test
    void aUserThatIsRemovedCanDoNothingMoreSoon() throws Exception {
        String gone = broker.users().as("gone", BrokerRole.APPLICATION);
        as(gone, session -> {
            send(session, session.createQueue("publish.0"));
            broker.users().remove("gone");
            Await.await(() -> refuses(session), "a removed user still sends");
        });
    }

    private static boolean refuses(Session session) {
        try {
            send(session, session.createQueue("publish.0"));
            return false;
        } catch (JMSException e) {
            return e instanceof JMSSecurityException;
        }
    }

    private static void addressOut() throws Exception {
        broker.server().addAddressInfo(new AddressInfo("out.orders").addRoutingType(RoutingType.MULTICAST));
    }

    private static Destination destination(Session session, String address) throws JMSException {
        String name = address.substring(6);
        return address.startsWith("topic") ? session.createTopic(name) : session.createQueue(name);
    }

    private static void send(Session session, Destination destination) throws JMSException {
        session.createProducer(destination).send(session.createTextMessage("hello"));
    }

    /** Fails as the broker's refusal of the message, or as what the operation answers. */
    private static void manage(Session session, String operation) throws Exception {
        Queue replies = session.createTemporaryQueue();
        Message request = session.createMessage();
        request.setJMSReplyTo(replies);
        JMSManagementHelper.putOperationInvocation(request, ResourceNames.QUEUE + "log-0", operation);
        session.createProducer(session.createQueue("activemq.management")).send(request);
        Message reply = session.createConsumer(replies).receive(Await.PATIENCE.toMillis());
        if (!JMSManagementHelper.hasOperationSucceeded(reply)) {
            throw new JMSSecurityException(String.valueOf(JMSManagementHelper.getResult(reply)));
        }
    }

    private interface Work {
        void with(Session session) throws Exception;
    }

    private static void as(String login, Work work) throws Exception {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.address() + login);
                Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            work.with(session);
        }
    }
}
