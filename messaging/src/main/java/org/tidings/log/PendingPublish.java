package org.tidings.log;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/** One publish, or barrier request, without an answer yet. Its state is guarded by the lock of {@link PendingPublishes}. */
final class PendingPublish {

    private static final Logger LOG = System.getLogger(PendingPublish.class.getName());

    private final PublishRecord record;
    private final Object stream;
    private final Consumer<PublishOutcome> outcome;
    private final long createdNanos;
    /** Whether it was ever committed to the broker, or may have been. */
    private boolean everSent;
    /** The leader's verdict, kept back until the tail has passed the first one's position; usually null. */
    private Verdict duplicate;

    /**
     * @param stream messages of one stream keep their order: when one fails for good, those behind it fail too
     * @param outcome called once, on any thread
     * @param createdNanos {@link System#nanoTime()}
     */
    PendingPublish(PublishRecord record, Object stream, Consumer<PublishOutcome> outcome, long createdNanos) {
        this.record = record;
        this.stream = stream;
        this.outcome = outcome;
        this.createdNanos = createdNanos;
    }

    PublishRecord record() {
        return record;
    }

    long requestId() {
        return record.origin().requestId();
    }

    Object stream() {
        return stream;
    }

    long createdNanos() {
        return createdNanos;
    }

    boolean everSent() {
        return everSent;
    }

    void sent() {
        everSent = true;
    }

    /** The only transaction in which it was ever sent was refused as a whole. */
    void notSent() {
        everSent = false;
    }

    Verdict duplicate() {
        return duplicate;
    }

    void duplicate(Verdict verdict) {
        duplicate = verdict;
    }

    /** How it ends if nobody answers it any more, and the sender does not have it in its hands. */
    PublishOutcome unanswered() {
        return everSent ? new PublishOutcome.Unknown() : new PublishOutcome.Unavailable();
    }

    /** Called without the lock. An outcome that throws must not take the thread with it that answers all others. */
    void tell(PublishOutcome told) {
        try {
            outcome.accept(told);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a publisher failed to take the outcome " + told, e);
        }
    }
}
