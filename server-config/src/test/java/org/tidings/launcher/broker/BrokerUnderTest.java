package org.tidings.launcher.broker;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.tidings.log.LogGroups;

/** A broker on a free port, restartable on its journal, and one session to it in auto-acknowledge mode. */
final class BrokerUnderTest implements AutoCloseable {
    /** Longer than any delivery takes on a busy machine. */
    private static final long PATIENCE_MILLIS = 20_000;

    private final BrokerSettings settings;
    private final TestUsers users;
    private EmbeddedBroker broker;
    private ActiveMQConnectionFactory factory;
    private Connection connection;
    private Session session;

    BrokerUnderTest(Path journal, int ringSize, long ringBytes) throws JMSException {
        users = new TestUsers(journal);
        LogGroups logs = LogGroups.of(LogShapes.shape(2, ringSize, ringBytes, 120_000));
        settings = new BrokerSettings("test", journal, "127.0.0.1", freePort(), logs, users.access());
        start();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }

    private void start() throws JMSException {
        broker = EmbeddedBroker.start(settings, new LostJournal(() -> {}));
        factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + settings.port() + users.asInstance());
        connection = factory.createConnection();
        connection.start();
        session = session();
    }

    void restart() throws JMSException {
        close();
        start();
    }

    TestUsers users() {
        return users;
    }

    BrokerSettings settings() {
        return settings;
    }

    /** A further session of the connection: a session delivers to one consumer after the other. */
    Session session() throws JMSException {
        return connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    /** Sends, durable and acknowledged, messages that are numbered from {@code first} in the property {@code n}. */
    void send(String address, int first, int count, int bodyBytes) throws JMSException {
        Destination destination =
                address.startsWith("publish") ? session.createQueue(address) : session.createTopic(address);
        try (MessageProducer producer = session.createProducer(destination)) {
            for (int n = first; n < first + count; n++) {
                BytesMessage message = session.createBytesMessage();
                message.setIntProperty("n", n);
                message.writeBytes(new byte[bodyBytes]);
                producer.send(message);
            }
        }
    }

    MessageConsumer reader(String fullQueueName) throws JMSException {
        return session().createConsumer(session.createQueue(fullQueueName));
    }

    /** Receives so many messages: their numbers. */
    static List<Integer> numbers(MessageConsumer reader, int count) throws JMSException {
        List<Integer> numbers = new ArrayList<>();
        while (numbers.size() < count) {
            Message message = reader.receive(PATIENCE_MILLIS);
            if (message == null) {
                throw new AssertionError("only " + numbers + " of " + count + " messages came");
            }
            numbers.add(message.getIntProperty("n"));
        }
        return numbers;
    }

    /** What Artemis counts against the address's limit. */
    long bytes(String address) throws Exception {
        return broker.server()
                .getPagingManager()
                .getPageStore(SimpleString.of(address))
                .getAddressSize();
    }

    long pages(String address) throws Exception {
        return broker.server()
                .getPagingManager()
                .getPageStore(SimpleString.of(address))
                .getNumberOfPages();
    }

    /** A session that a {@link jakarta.jms.QueueRequestor} takes. */
    QueueSession requests() throws JMSException {
        return (QueueSession) session();
    }

    Queue queue(String name) throws JMSException {
        return session.createQueue(name);
    }

    @Override
    public void close() throws JMSException {
        connection.close();
        factory.close();
        broker.close();
    }
}
