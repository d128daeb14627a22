package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Laws 3 and 5: the lead was lost before anybody here knew. What was stored at its desk was read by nobody and never sent again, and what
 * its publisher sent next went before it.
 */
class LostDeskNeverSwapsMessagesTest {

    private final BrokerConnector connector =
            new BrokerConnector(new BrokerConnector.Endpoint(null, null, null, "jms/none"));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final PendingPublishes pending = new PendingPublishes(Samples.SETTINGS);
    private final AtomicLong youngestTerm = new AtomicLong();
    /** What was stored at the desk, and what was sent to the broker, by its number. */
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

    private Lead lead;
    private PublishSender sender;
    private Thread running;

    @BeforeEach
    void leads() throws JMSException {
        lead = Samples.lead(Samples.SETTINGS);
        LogTrimmer trimmer = new LogTrimmer(Samples.SHARD, Samples.SETTINGS, null);
        Leadership leadership = new Leadership(lead, trimmer, youngestTerm::get);
        LogWriterMeters written = new LogWriterMeters(meters);
        LogWriter writer = new LogWriter(Samples.SHARD, Samples.SETTINGS, session("desk"), written);
        Sequencer.Desk desk = new Sequencer.Desk(leadership, writer);
        TailReader reader = new TailReader(Samples.SHARD, null, (origin, shard, epoch, seq) -> {}, meters);
        LogTail tail = new LogTail(Samples.SHARD, Samples.SETTINGS, ChannelStorage.MAIN, connector, reader, meters);
        sender = new PublishSender(
                Samples.SHARD, Samples.SETTINGS, connector, pending, tail, () -> leadership.isLost() ? null : desk);
        running = new Thread(this::serve);
        running.start();
    }

    @AfterEach
    void ends() throws InterruptedException {
        sender.end();
        running.join(60_000);
        connector.close();
    }

    @Test
    void whatWasStoredThereAndNotReadGoesByTheBrokerBeforeWhatIsNewer() throws InterruptedException {
        publish(1);
        assertThat(next()).isEqualTo("desk 1");
        youngestTerm.set(Terms.after(lead.term()));
        publish(2);
        assertThat(next()).isEqualTo("broker 1");
        assertThat(next()).isEqualTo("broker 2");
    }

    @Test
    void alsoWhereNothingNewerComes() throws InterruptedException {
        publish(1);
        assertThat(next()).isEqualTo("desk 1");
        youngestTerm.set(Terms.after(lead.term()));
        assertThat(next()).isEqualTo("broker 1");
    }

    @Test
    void whatWasReadIsNotSentAgain() throws InterruptedException {
        publish(1);
        assertThat(next()).isEqualTo("desk 1");
        pending.answer(1, new PublishOutcome.Accepted(0, "k3", 2));
        youngestTerm.set(Terms.after(lead.term()));
        publish(2);
        assertThat(next()).isEqualTo("broker 2");
    }

    private void publish(long id) {
        PublishRecord record =
                new PublishRecord.Message(new Origin(1, id), Samples.publication("c:a", Long.toString(id)));
        pending.add(new PendingPublish(record, this, outcome -> {}, System.nanoTime()));
    }

    private String next() throws InterruptedException {
        return done.poll(60, TimeUnit.SECONDS);
    }

    private void serve() {
        try {
            sender.serve(ScriptedJms.of(
                    Connection.class,
                    (proxy, method, arguments) -> method.getName().equals("createSession") ? session("broker") : null));
        } catch (JMSException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param name what it says of each message that is sent */
    private Session session(String name) {
        byte[][] body = new byte[1][];
        BytesMessage message = ScriptedJms.of(BytesMessage.class, (proxy, method, arguments) -> {
            if (method.getName().equals("writeBytes")) {
                body[0] = (byte[]) arguments[0];
            }
            return null;
        });
        MessageProducer producer = ScriptedJms.of(MessageProducer.class, (proxy, method, arguments) -> {
            if (method.getName().equals("send")) {
                done.add(name + " " + (name.equals("desk") ? stored(body[0]) : sent(body[0])));
            }
            return null;
        });
        return ScriptedJms.of(Session.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "createProducer" -> producer;
            case "createBytesMessage" -> message;
            default -> null;
        });
    }

    private static String stored(byte[] entry) {
        LogEntry.Events events = (LogEntry.Events) LogEntryCodec.decode(entry).body();
        return events.items().get(0).publication().messageId();
    }

    private static String sent(byte[] record) {
        PublishRecord.Message message =
                (PublishRecord.Message) PublishRecordCodec.decode(record).get(0);
        return message.publication().messageId();
    }
}
