package org.tidings.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.lang.System.Logger;
import java.util.concurrent.TimeUnit;

/**
 * Hears one shard's live events of the other instances, and counts those that did not come. A hole is told at once, and in a
 * flood of them once a second: nobody is helped by as many notices as there are losses. Confined to its own thread.
 */
final class LiveReceiver extends BrokerThread {

    private static final Logger LOG = System.getLogger(LiveReceiver.class.getName());

    private static final long RECEIVE_MILLIS = 250;
    private static final long BETWEEN_NOTICES_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int shard;
    private final long origin;
    private final LiveReader reader;
    private final OtherInstances others;
    private final LiveNumbers numbers = new LiveNumbers();
    private final SkippedRecords skipped;
    private final Counter holes;
    /** Set once it could listen for the first time. */
    private volatile boolean begun;
    /** Missing, and the reader does not know yet. */
    private long untold;

    private long toldNanos = System.nanoTime() - BETWEEN_NOTICES_NANOS;

    /** @param holes counts what other instances sent and this one never got */
    LiveReceiver(
            int shard,
            long origin,
            LiveReader reader,
            OtherInstances others,
            BrokerConnector connector,
            MeterRegistry meters,
            Counter holes) {
        super("tidings-live-" + shard, LOG, connector);
        this.shard = shard;
        this.origin = origin;
        this.reader = reader;
        this.others = others;
        this.skipped = new SkippedRecords(LogAddresses.live(shard), meters);
        this.holes = holes;
    }

    /** Whether it could listen once. Safe on any thread. */
    boolean begun() {
        return begun;
    }

    @Override
    void serve(Connection connection) throws JMSException {
        // Acknowledging each at once would be one more packet for every event, and nothing here is sent again.
        try (Session session = connection.createSession(false, Session.DUPS_OK_ACKNOWLEDGE)) {
            MessageConsumer records = session.createConsumer(
                    session.createTopic(LogAddresses.live(shard)), LogAddresses.ORIGIN_PROPERTY + " <> " + origin);
            connection.start();
            others.listening();
            begun = true;
            while (!closed()) {
                Message message = records.receive(RECEIVE_MILLIS);
                connected();
                if (message != null) {
                    hear(message);
                }
                tell();
            }
        } finally {
            others.deaf();
        }
    }

    private void hear(Message message) throws JMSException {
        others.heard();
        LiveRecord record;
        try {
            record = LiveRecordCodec.decode(Records.bytes(message));
        } catch (BadRecord e) {
            skipped.skipped(e);
            return;
        }
        if (numbers.isOld(record)) {
            return;
        }
        long missing = numbers.missingBefore(record);
        untold += missing;
        holes.increment(missing);
        // Before the events behind it.
        tell();
        for (LiveRecord.Item item : record.events()) {
            reader.live(new LiveEvent(shard, item.at(), item.publication()));
        }
    }

    private void tell() {
        if (untold > 0 && System.nanoTime() - toldNanos >= BETWEEN_NOTICES_NANOS) {
            reader.lost(shard, untold);
            untold = 0;
            toldNanos = System.nanoTime();
        }
    }
}
