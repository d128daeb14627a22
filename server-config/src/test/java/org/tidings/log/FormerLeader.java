package org.tidings.log;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * A candidate for the lead of shard 0 as former versions had it: takes one publish from a message, and has no use for a message with
 * several. Where those had dead letters it counts.
 */
public final class FormerLeader implements AutoCloseable {

    private static final LogShard SHARD = new LogShard(LogShard.MAIN, 0);
    /** The second byte of a message with several publishes. */
    private static final int BATCH = 5;

    private final LogSettings settings;
    private final ActiveMQConnectionFactory factory;
    private final Connection connection;
    private final Session session;
    private final MessageConsumer publishes;
    private final MessageProducer log;
    private final AtomicInteger sequenced = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "former-leader");
    private volatile boolean closed;

    /** Stands in the row of those who may lead. */
    public FormerLeader(String url, LogSettings settings) throws JMSException {
        this.settings = settings;
        factory = new ActiveMQConnectionFactory(url);
        connection = factory.createConnection();
        session = connection.createSession(true, Session.SESSION_TRANSACTED);
        publishes = session.createConsumer(session.createQueue(LogAddresses.publish(SHARD)));
        log = session.createProducer(session.createTopic(LogAddresses.log(SHARD)));
        connection.start();
        thread.start();
    }

    public int sequenced() {
        return sequenced.get();
    }

    /** How many messages it could not read. */
    public int refused() {
        return refused.get();
    }

    private void run() {
        try {
            Lead lead = null;
            while (!closed) {
                Message next = publishes.receive(50);
                if (next != null && lead == null) {
                    session.rollback();
                    lead = takeOver();
                } else if (next != null) {
                    take(lead, Records.bytes(next));
                }
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private Lead takeOver() throws JMSException {
        ShardLedger ledger = new ShardLedger(settings, ChannelStorage.MAIN);
        new ErasureLookup(SHARD, settings, () -> closed).entries(connection, entry -> ledger.apply(entry, 200));
        Lead lead = new Lead(SHARD, settings, ChannelStorage.MAIN, ledger);
        write(lead.takeOver(ledger.epoch()));
        session.commit();
        return lead;
    }

    private void take(Lead lead, byte[] record) throws JMSException {
        if (record[1] == BATCH) {
            refused.incrementAndGet();
        } else {
            List<PublishRecord> publish = PublishRecordCodec.decode(record);
            for (Lead.Written written :
                    lead.sequence(publish, System.currentTimeMillis()).entries()) {
                write(written);
                sequenced.incrementAndGet();
            }
        }
        session.commit();
    }

    private void write(Lead.Written written) throws JMSException {
        BytesMessage message = Records.message(session, written.bytes());
        message.setLongProperty(LogAddresses.SEQ_PROPERTY, written.lastSeq());
        log.send(message);
    }

    /** Lets the next one lead. For the second time without effect. */
    public void leave() throws InterruptedException, JMSException {
        closed = true;
        thread.join();
        connection.close();
        factory.close();
    }

    @Override
    public void close() throws JMSException {
        try {
            leave();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
