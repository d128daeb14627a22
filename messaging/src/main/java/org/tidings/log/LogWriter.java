package org.tidings.log;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;

/**
 * A leader's pen: writes what becomes of publishes to the broker, each batch in one transaction. Confined to its session's
 * thread.
 */
final class LogWriter {

    private final Session session;
    private final MessageProducer log;
    private final MessageProducer dedupe;
    private final MessageProducer verdicts;
    private final LogWriterMeters meters;

    /** @param session transacted; what it has received is taken from its queue with the next batch */
    LogWriter(LogShard shard, LogSettings settings, Session session, LogWriterMeters meters) throws JMSException {
        this.session = session;
        this.meters = meters;
        log = session.createProducer(session.createTopic(LogAddresses.log(shard)));
        dedupe = session.createProducer(session.createTopic(LogAddresses.dedupe(shard)));
        dedupe.setTimeToLive(settings.dedupeRecordMillis());
        verdicts = session.createProducer(session.createTopic(LogAddresses.VERDICT));
        verdicts.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
    }

    /** Returns when the broker's disk has the batch. */
    void write(Lead.Batch batch) throws JMSException {
        for (Lead.Written written : batch.entries()) {
            log.send(Records.entry(session, written));
        }
        for (byte[] record : batch.dedupeRecords()) {
            dedupe.send(Records.message(session, record));
        }
        for (Verdict verdict : batch.verdicts()) {
            BytesMessage message = Records.message(session, PublishRecordCodec.encode(verdict));
            message.setLongProperty(
                    LogAddresses.ORIGIN_PROPERTY, verdict.origin().incarnation());
            verdicts.send(message);
        }
        long start = System.nanoTime();
        session.commit();
        meters.committed(batch, System.nanoTime() - start);
    }
}
