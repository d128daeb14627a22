package org.tidings.log;

import jakarta.jms.JMSException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lead over a shard, from the take-over until anything fails: stores publishes, one batch after the other, whichever of two
 * threads has one.
 *
 * <p>The sequencer brings what came from the broker; the sender brings this instance's own, which so need not go to the broker
 * and come back. Each has a session of its own, both on the connection that holds the lead, and so losing it both lose it. The
 * log keeps its order over a restart of the broker only while one transaction begins after the other has ended: hence the lock.
 */
final class Leadership {

    private final ReentrantLock oneAtATime = new ReentrantLock(true);
    private final Lead lead;
    private final LogTrimmer trimmer;
    /** Why nothing is stored by it any more; null while something is. */
    private volatile JMSException lost;

    Leadership(Lead lead, LogTrimmer trimmer) {
        this.lead = lead;
        this.trimmer = trimmer;
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
    }

    /** Stores nothing more. Does not wait for what is under way. Safe on any thread. */
    void end() {
        lost = new JMSException("the lead is given up");
    }
}
