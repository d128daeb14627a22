package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidings.launcher.access.BrokerRole;
import org.tidings.log.PublishOutcome;
import org.tidings.testkit.Await;

/**
 * An application may send to where publishes go. One message of a kind that no JMS client can receive stood at the head of that queue for
 * ever, and with it the shard; a long one was read into every leader's memory, one leader after the other.
 */
class PoisonousMessagesTest {
    private static final String PASSWORD = "password-of-the-tests";
    private static final AtomicBoolean DESERIALISED = new AtomicBoolean();

    private final TestBroker broker = TestBroker.up(LogShapes.shards(1));
    private final LogInstance instance = LogInstance.of(broker);
    private final String application = broker.users().as("shop", BrokerRole.APPLICATION, BrokerRole.CONTROL);

    @BeforeEach
    void publishOnce() {
        instance.accepted("c:a", "1", "1");
    }

    @AfterEach
    void stop() {
        instance.close();
        broker.close();
    }

    /** Would be noticed if anybody read it back. */
    static final class Gadget implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) {
            DESERIALISED.set(true);
        }
    }

    private interface Poison {
        Message of(Session session) throws Exception;
    }

    private static Map<String, Poison> kinds() {
        Map<String, Poison> kinds = new HashMap<>();
        kinds.put("text", session -> session.createTextMessage("hello"));
        kinds.put("other", Session::createMessage);
        kinds.put("map", session -> {
            var map = session.createMapMessage();
            map.setString("a", "b");
            return map;
        });
        kinds.put("stream", session -> {
            var stream = session.createStreamMessage();
            stream.writeLong(1);
            return stream;
        });
        kinds.put("object", session -> session.createObjectMessage(new Gadget()));
        return kinds;
    }

    @Test
    void everyOtherKindOfMessageIsPutAsideAndNothingIsDeserialised() throws Exception {
        for (Map.Entry<String, Poison> kind : kinds().entrySet()) {
            send("publish.0", kind.getValue());
            Message letter = letter();
            assertThat(letter.getStringProperty("tidings_reason")).isEqualTo("no BytesMessage");
            assertThat(letter.getStringProperty("tidings_address")).isEqualTo("publish.0");
            assertThat(letter.getStringProperty("tidings_type")).isEqualTo(kind.getKey());
            assertThat(letter.getStringProperty("tidings_user")).isEqualTo("shop");
            assertThat(letter).isNotInstanceOf(ObjectMessage.class);
        }
        assertThat(DESERIALISED).isFalse();
        theLogGoesOn();
        Await.await(
                Await.PATIENCE,
                () -> letters() == kinds().size(),
                () -> "the instance knows of " + letters() + " dead letters");
    }

    private double letters() {
        return instance.meters.get("tidings.broker.dead.letters").gauge().value();
    }

    @Test
    void objectsAreRefusedAtControlToo() throws Exception {
        try (RevocationReader reader = new RevocationReader(broker)) {
            send("control", session -> session.createObjectMessage(new Gadget()));
            assertThat(letter().getStringProperty("tidings_reason")).isEqualTo("no TextMessage");
            assertThat(reader.ready()).isTrue();
        }
        assertThat(DESERIALISED).isFalse();
    }

    /** The Core protocol lets a client say what it likes. */
    @ParameterizedTest
    @ValueSource(bytes = {0, 1, 2, 3, 4, 5, 6, 7, 42, -1, 127})
    void anyTypeWithAnyBytesIsPutAside(byte type) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        sendCore("publish.0", type, message -> {
            byte[] bytes = new byte[64];
            random.nextBytes(bytes);
            message.getBodyBuffer().writeBytes(bytes);
        });
        assertThat(letter().getStringProperty("tidings_address"))
                .as("seed %d", seed)
                .isEqualTo("publish.0");
        theLogGoesOn();
    }

    @Test
    void aTextThatIsShorterThanItSaysIsPutAside() throws Exception {
        try (RevocationReader reader = new RevocationReader(broker)) {
            sendCore("control", org.apache.activemq.artemis.api.core.Message.TEXT_TYPE, message -> {
                message.getBodyBuffer().writeByte((byte) 1);
                message.getBodyBuffer().writeInt(1 << 30);
            });
            assertThat(letter().getStringProperty("tidings_reason")).isEqualTo("no TextMessage");
            assertThat(reader.ready()).isTrue();
        }
    }

    /** A megabyte that unpacks to a gigabyte, and says so of itself. */
    @Test
    void compressedBytesAreNotUnpacked() throws Exception {
        sendCore("publish.0", org.apache.activemq.artemis.api.core.Message.BYTES_TYPE, message -> {
            message.putBooleanProperty("_AMQ_LARGE_COMPRESSED", true);
            message.putLongProperty("_AMQ_LARGE_SIZE", 1L << 30);
            message.getBodyBuffer().writeBytes(new byte[1_000]);
        });
        assertThat(letter().getStringProperty("tidings_reason")).isEqualTo("compressed");
        theLogGoesOn();
    }

    /** A publish as an instance makes it names its publisher, whom anybody could name then. */
    @Test
    void aForgedPublishIsPutAside() throws Exception {
        byte[] forged = record("c:a", "alice", "\"forged\"");
        Poison poison = session -> {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(forged);
            message.setLongProperty("tidings_seq", 1);
            message.setLongProperty("tidings_origin", 1);
            message.setStringProperty("JMSXGroupID", "all");
            return message;
        };
        send("publish.0", poison);
        Message letter = letter();
        assertThat(letter.getStringProperty("tidings_reason")).isEqualTo("not sent by an instance");
        assertThat(letter.getStringProperty("tidings_user")).isEqualTo("shop");
        theLogGoesOn();
        assertThat(instance.read.payloads(0)).containsExactly("1", "2");

        // It is its sender that makes the difference.
        send(broker.url(), "publish.0", poison);
        instance.awaitEvents(0, 3);
        assertThat(instance.read.payloads(0)).containsExactly("1", "2", "\"forged\"");
    }

    @Test
    void anEntryForgedByAnInstancesUserIsPassedOver() throws Exception {
        send(broker.url(), "log.0", session -> {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(record("c:a", "alice", "1"));
            message.setLongProperty("tidings_seq", 1_000_000);
            return message;
        });
        theLogGoesOn();
        assertThat(instance.read.payloads(0)).containsExactly("1", "2");
        assertThat(instance.read.holes(0)).isEmpty();
    }

    /** What an instance's user sends and no leader can read goes in the leader's own transaction. */
    @Test
    void bytesThatAreNoRecordArePutAsideByTheLeader() throws Exception {
        send(broker.url(), "publish.0", session -> {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(new byte[] {1, 1, 0, 0});
            return message;
        });
        Message letter = letter();
        assertThat(letter.getStringProperty("tidings_reason")).isEqualTo("cut short");
        assertThat(letter.getStringProperty("tidings_address")).isEqualTo("publish.0");
        assertThat(((BytesMessage) letter).getBodyLength()).isEqualTo(4);
        theLogGoesOn();
    }

    @Test
    void ofWhatIsTooLongALetterIsLeft() throws Exception {
        send("publish.0", session -> {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(new byte[9 << 20]);
            return message;
        });
        Message letter = letter();
        assertThat(letter.getStringProperty("tidings_reason")).contains("longer than");
        assertThat(Long.parseLong(letter.getStringProperty("tidings_length"))).isGreaterThanOrEqualTo(9 << 20);
        theLogGoesOn();
    }

    /** Streamed, as the client does with all that is longer than 100 KB: only its beginning is kept. */
    @Test
    void aLongOneIsPutAsideWithoutItsBody() throws Exception {
        for (int length : new int[] {20_000, 1 << 20}) {
            send("publish.0", session -> {
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(new byte[length]);
                return message;
            });
            Message letter = letter();
            assertThat(letter.getStringProperty("tidings_reason")).isEqualTo("not sent by an instance");
            assertThat(((BytesMessage) letter).getBodyLength()).isLessThanOrEqualTo(16 << 10);
            assertThat(letter.getStringProperty("tidings_length")).isEqualTo(Integer.toString(length));
        }
        theLogGoesOn();
    }

    @Test
    void aFloodOfRubbishDelaysAPublishAndDoesNotStopIt() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        Thread flood = new Thread(() -> {
            try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.address() + application);
                    Connection connection = factory.createConnection();
                    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
                MessageProducer producer = session.createProducer(session.createQueue("publish.0"));
                producer.setDeliveryMode(jakarta.jms.DeliveryMode.NON_PERSISTENT);
                while (!enough.get()) {
                    producer.send(session.createTextMessage("rubbish"));
                }
            } catch (JMSException full) {
                // The broker may well refuse it.
            }
        });
        flood.start();
        try {
            for (int i = 0; i < 50; i++) {
                assertThat(LogInstance.get(instance.publish("c:a", "f" + i, "1")))
                        .isInstanceOf(PublishOutcome.Accepted.class);
            }
        } finally {
            enough.set(true);
            flood.join();
        }
        assertThat(broker.queue("dead").getMessageCount()).isLessThanOrEqualTo(1_100);
    }

    private void theLogGoesOn() {
        instance.accepted("c:a", "2", "2");
        assertThat(instance.obstacles()).isEmpty();
    }

    private void send(String address, Poison poison) throws Exception {
        send(broker.address() + application, address, poison);
    }

    private static void send(String url, String address, Poison poison) throws Exception {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
                Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            MessageProducer producer = session.createProducer(
                    address.equals("control") || address.equals("log.0")
                            ? session.createTopic(address)
                            : session.createQueue(address));
            producer.setPriority(9);
            producer.send(poison.of(session));
        }
    }

    private interface Filling {
        void fill(ClientMessage message);
    }

    private void sendCore(String address, byte type, Filling filling) throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator(broker.address());
                ClientSession session =
                        locator.createSessionFactory().createSession("shop", PASSWORD, false, true, true, false, 1)) {
            ClientMessage message = session.createMessage(type, true);
            filling.fill(message);
            session.createProducer(address).send(message);
        }
    }

    /** The next one, taken. */
    private Message letter() throws JMSException {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.url());
                Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            MessageConsumer dead = session.createConsumer(session.createQueue("dead"));
            Message letter = dead.receive(Await.PATIENCE.toMillis());
            assertThat(letter).as("nothing was put aside").isNotNull();
            if (letter instanceof BytesMessage bytes) {
                bytes.getBodyLength();
            }
            return letter;
        }
    }

    /** What an instance sends for a publish, as of its format 1. */
    private static byte[] record(String channel, String publisher, String payload) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(new byte[] {1, 1});
        out.writeLong(1);
        out.writeLong(1);
        for (String text : new String[] {channel, publisher, "m1", payload}) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(utf8.length);
            out.write(utf8);
        }
        out.writeInt(0);
        out.writeLong(0);
        out.writeByte(4);
        return bytes.toByteArray();
    }
}
