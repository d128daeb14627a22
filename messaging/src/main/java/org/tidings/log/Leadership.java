package org.tidings.log;

import jakarta.jms.JMSException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The lead over a shard, from the take-over until anything fails: stores publishes, one batch after the other, whichever of two
 * threads has one.
 *
 * <p>The sequencer brings what came from the broker; the sender brings this instance's own, which so need not go to the broker
 * and come back. Each has a session of its own, both on the connection that holds the lead, and so losing it both lose it. The
 * log keeps its order over a restart of the broker only while one transaction begins after the other has ended: hence the lock.
 *
 * <p>A broker that has taken the consumer away may still take what comes to the desk. Readers pass that by, and so does who wrote it:
 * once the tail shows another leader's marker the lead is lost.
 */
final class Leadership {

    private final ReentrantLock oneAtATime = new ReentrantLock(true);
    private final Lead lead;
    private final LogTrimmer trimmer;
    private final LongSupplier youngestTerm;
    /** Why nothing is stored by it any more; null while something is. */
    private volatile JMSException lost;
    /** In which it writes. Another one when it begins a new epoch, and before that can be read. */
    private volatile long term;

    /** @param youngestTerm the highest that this instance's tail has read; of any thread */
    Leadership(Lead lead, LogTrimmer trimmer, LongSupplier youngestTerm) {
        this.lead = lead;
        this.trimmer = trimmer;
        this.youngestTerm = youngestTerm;
        this.term = lead.term();
    }

    /**
     * Returns when they are stored, or answered by verdicts. Safe on any thread that has a writer of its own.
     *
     * @param writer on the connection that holds the lead
     * @throws JMSException when they are not stored, or perhaps not: the lead is lost then
     */
    void store(List<PublishRecord> records, LogWriter writer) throws JMSException {
        oneAtATime.lock();
        try {
            check();
            Lead.Batch batch = lead.sequence(records, System.currentTimeMillis());
            term = lead.term();
            writer.write(batch);
            tidy(batch);
        } catch (JMSException e) {
            lost = e;
            throw e;
        } catch (RuntimeException | Error e) {
            end();
            throw e;
        } finally {
            oneAtATime.unlock();
        }
    }

    /** What fails here has no bearing on what is stored; but a log that is not trimmed would soon take nothing more. */
    private void tidy(Lead.Batch batch) {
        try {
            trimmer.erase(batch.erased());
            trimmer.trim(lead.trimBelow());
        } catch (JMSException e) {
            lost = e;
        }
    }

    /** Throws what it was lost by, if it is. Safe on any thread. */
    void check() throws JMSException {
        if (lost != null) {
            throw lost;
        }
        if (isDeposed()) {
            throw new JMSException("another one leads");
        }
    }

    /** Whether nothing is stored by it any more. Safe on any thread. */
    boolean isLost() {
        return lost != null || isDeposed();
    }

    private boolean isDeposed() {
        long read = youngestTerm.getAsLong();
        return read > term;
    }

    /**
     * Returns once nothing is under way, and stores nothing more: after that the broker may give the lead to another. Safe on any
     * thread.
     */
    void end() {
        oneAtATime.lock();
        try {
            lost = new JMSException("the lead is given up");
        } finally {
            oneAtATime.unlock();
        }
    }
}
