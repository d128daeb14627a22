package org.tidings.log;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.tidings.mark.MarkCodec;
import org.tidings.mark.MarkRecord;

/**
 * Writes read marks, many in one transaction, and no more than {@value #COMMITS_PER_SECOND} transactions a second: of what waits under
 * one key only the newest goes. Confined to its own thread but for {@link #put}.
 */
final class MarkSender extends BrokerThread {

    private static final Logger LOG = System.getLogger(MarkSender.class.getName());

    private static final long IDLE_MILLIS = 250;
    private static final int COMMITS_PER_SECOND = 50;

    /** Beyond, whoever comes is sent away: the broker does not keep up. */
    private static final int MAX_WAITING = 10_000;

    /** Its own: a mark that comes must not shorten the pause between two transactions. */
    private final Object lock = new Object();
    /** Guarded by the lock. */
    private Waiting waiting = new Waiting(new LinkedHashMap<>(), new ArrayList<>());

    private record Waiting(Map<String, MarkRecord> records, List<CompletableFuture<Void>> answers) {
        void fail(Exception e) {
            answers.forEach(answer -> answer.completeExceptionally(e));
        }
    }

    MarkSender(BrokerConnector connector) {
        super("tidings-marks-sender", LOG, connector);
    }

    /** Safe on any thread. */
    CompletableFuture<Void> put(List<? extends MarkRecord> records) {
        synchronized (lock) {
            if (closed() || trouble() != null || waiting.records().size() >= MAX_WAITING) {
                return CompletableFuture.failedFuture(new JMSException("the broker does not take marks now"));
            }
            // The one put last counts, also where an earlier one is farther: whoever puts has looked.
            records.forEach(record -> waiting.records().put(record.key(), record));
            CompletableFuture<Void> answer = new CompletableFuture<>();
            waiting.answers().add(answer);
            lock.notifyAll();
            return answer;
        }
    }

    @Override
    void serve(Connection connection) throws JMSException, InterruptedException {
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            MessageProducer producer = session.createProducer(session.createTopic(LogAddresses.MARKS));
            connected();
            while (!closed()) {
                Waiting next = take(IDLE_MILLIS);
                if (!next.answers().isEmpty()) {
                    write(next, session, producer);
                    pause(1_000 / COMMITS_PER_SECOND);
                }
                connected();
            }
        } finally {
            // Whoever waits has an answer at once; a mark that was not confirmed is put again.
            take(0).fail(new JMSException("the connection to the broker is lost"));
        }
    }

    private Waiting take(long millis) throws InterruptedException {
        synchronized (lock) {
            if (waiting.answers().isEmpty() && millis > 0 && !closed()) {
                lock.wait(millis);
            }
            Waiting taken = waiting;
            waiting = new Waiting(new LinkedHashMap<>(), new ArrayList<>());
            return taken;
        }
    }

    private static void write(Waiting taken, Session session, MessageProducer producer) throws JMSException {
        try {
            long now = System.currentTimeMillis();
            for (MarkRecord record : taken.records().values()) {
                TextMessage message = session.createTextMessage(MarkCodec.encode(record));
                message.setStringProperty(LogAddresses.MARK_PROPERTY, record.key());
                producer.setTimeToLive(Math.max(1, record.endsAt() - now));
                producer.send(message);
            }
            session.commit();
            taken.answers().forEach(answer -> answer.complete(null));
        } catch (JMSException | RuntimeException e) {
            taken.fail(e);
            throw e;
        }
    }
}
