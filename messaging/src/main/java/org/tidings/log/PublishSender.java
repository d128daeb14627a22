package org.tidings.log;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Brings one shard's publishes of this instance to its leader, in their order: by the broker, to {@code publish.N}; or, where
 * this instance leads, straight to the lead's {@link Sequencer.Desk}, what waits in one transaction.
 *
 * <p>By the broker they travel non-persistent: the answer is the committed event seen in the tail, and one lost on the way is
 * sent again. But they travel in transactions, several in one: sent without, a message that a full address refuses would be
 * lost in silence, and a later one of the same publisher would go before it. Confined to its own thread.
 */
final class PublishSender extends BrokerThread {

    private static final Logger LOG = System.getLogger(PublishSender.class.getName());

    private static final long TAKE_MILLIS = 250;
    private static final int MAX_BATCH = 256;

    /** How long what went by the broker may keep newer ones from the desk, which would overtake it; then those go by the broker too. */
    private static final long MAX_DRAIN_MILLIS = 100;

    private static final long NEXT_DRAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Artemis sends a message in pieces, and keeps it in a file of its own, from 100 KiB on. */
    private static final int MAX_BATCH_BYTES = 48 << 10;

    /** At the most, in UTF-8. */
    private static final int BYTES_OF_A_CHARACTER = 3;

    private final LogShard shard;
    private final PendingPublishes pending;
    private final LogTail tail;
    /** How much may go to the desk in one transaction, about. */
    private final long maxCharacters;

    private final Supplier<Sequencer.Desk> desks;
    /** Where publishes go now; null where to the broker. */
    private Sequencer.Desk desk;
    /** {@link System#nanoTime()}: not before this what went by the broker is waited for once more. */
    private long nextDrainNanos = System.nanoTime();
    /** Whether several publishes have travelled in one message. */
    private boolean batches;

    /** @param desks the present one of the lead held here, null while there is none; of any thread */
    PublishSender(
            LogShard shard,
            LogSettings settings,
            BrokerConnector connector,
            PendingPublishes pending,
            LogTail tail,
            Supplier<Sequencer.Desk> desks) {
        super("tidings-sender-" + shard, LOG, connector);
        this.shard = shard;
        this.pending = pending;
        this.tail = tail;
        this.desks = desks;
        this.maxCharacters = Lead.maxBatchBytes(settings) / BYTES_OF_A_CHARACTER;
    }

    @Override
    void serve(Connection connection) throws JMSException, InterruptedException {
        AtomicReference<JMSException> lost = new AtomicReference<>();
        connection.setExceptionListener(lost::set);
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            MessageProducer producer = session.createProducer(session.createQueue(LogAddresses.publish(shard)));
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            producer.setDisableMessageID(true);
            producer.setDisableMessageTimestamp(true);
            while (!closed()) {
                if (lost.get() != null) {
                    throw lost.get();
                }
                if (batches && !tail.leaderTakesBatches()) {
                    // It may have put them to the dead letters: nothing newer may go before them.
                    batches = false;
                    pending.askAgain();
                }
                choose();
                PendingPublish first = pending.take(TAKE_MILLIS);
                if (tail.obstacle() != null) {
                    // No answer could come. Asked after the wait: the log may have turned out unreadable meanwhile.
                    throw new JMSException(tail.obstacle());
                }
                if (desk != null && desk != desks.get()) {
                    first = leave();
                }
                if (first != null && desk != null) {
                    store(first);
                    first = null;
                }
                while (first != null) {
                    first = send(first, session, producer);
                }
                connected();
            }
        } finally {
            desk = null;
            pending.sendAgain();
        }
    }

    /** To the desk only once all that went by the broker is answered, for it would be overtaken. */
    private void choose() throws InterruptedException {
        Sequencer.Desk open = desks.get();
        if (desk != null || open == null || System.nanoTime() - nextDrainNanos < 0) {
            return;
        }
        if (pending.awaitNoneSent(MAX_DRAIN_MILLIS)) {
            desk = open;
        } else {
            nextDrainNanos = System.nanoTime() + NEXT_DRAIN_NANOS;
        }
    }

    /**
     * The lead was lost, and perhaps before it was noticed: what was stored behind another leader's marker is read by nobody, and has
     * to be sent again, before what is newer. What stands in the log is not stored twice.
     *
     * @return the first of all that have no answer; null when there is none
     */
    private PendingPublish leave() {
        desk = null;
        pending.sendAgain();
        return pending.poll();
    }

    private void store(PendingPublish first) throws JMSException {
        List<PendingPublish> batch = new ArrayList<>();
        long characters = 0;
        PendingPublish next = first;
        while (next != null) {
            batch.add(next);
            characters += characters(next.record());
            boolean full = batch.size() == MAX_BATCH || characters > maxCharacters;
            next = full ? null : pending.poll();
        }
        List<PendingPublish> firstTimers = pending.committing(batch);
        try {
            desk.store(batch.stream().map(PendingPublish::record).toList());
        } catch (JMSException e) {
            if (FullAddress.refused(e)) {
                pending.refused(firstTimers);
            }
            throw e;
        }
    }

    private static long characters(PublishRecord record) {
        if (!(record instanceof PublishRecord.Message message)) {
            return 0;
        }
        Publication publication = message.publication();
        long characters = publication.payload().length();
        for (Map.Entry<String, String> header : publication.headers().entrySet()) {
            characters += header.getKey().length() + header.getValue().length();
        }
        return characters;
    }

    /**
     * What waits goes in one message and one transaction. Once the leader takes batches even one alone goes as such: what a leader of
     * a former version, if one comes, must not take is then all or nothing, and is sent again in its order.
     *
     * @return the one that found no room any more, null if there is none
     */
    private PendingPublish send(PendingPublish first, Session session, MessageProducer producer) throws JMSException {
        List<PendingPublish> batch = new ArrayList<>();
        RecordWriter out = PublishRecordCodec.beginBatch();
        PendingPublish next = first;
        while (next != null) {
            int before = out.length();
            PublishRecordCodec.encode(out, next.record());
            if (!batch.isEmpty() && out.length() > MAX_BATCH_BYTES) {
                out.cut(before);
                break;
            }
            batch.add(next);
            next = batch.size() < MAX_BATCH ? pending.poll() : null;
        }
        if (tail.leaderTakesBatches()) {
            batches = true;
            producer.send(Records.message(session, PublishRecordCodec.endBatch(out, batch.size())));
        } else {
            for (PendingPublish each : batch) {
                producer.send(Records.message(session, PublishRecordCodec.encode(each.record())));
            }
        }
        commit(session, batch);
        return next;
    }

    private void commit(Session session, List<PendingPublish> batch) throws JMSException {
        List<PendingPublish> firstTimers = pending.committing(batch);
        try {
            session.commit();
        } catch (JMSException e) {
            if (FullAddress.refused(e)) {
                pending.refused(firstTimers);
            }
            throw e;
        }
    }
}
