package org.tidings.client;

import java.util.concurrent.CompletableFuture;
import org.tidings.envelope.BadPayload;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeBuilder;

/** A request that changes nothing, so that it can be asked again on another connection; and its future. */
final class RepeatableRequest<T> implements Requests.Answer {

    private final EnvelopeBuilder envelope;
    private final Reader<T> reader;
    private final Lanes lanes;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    /** Makes the result of a reply. */
    interface Reader<T> {
        T read(Envelope reply) throws BadPayload;
    }

    RepeatableRequest(EnvelopeBuilder envelope, Reader<T> reader, Lanes lanes) {
        this.envelope = envelope;
        this.reader = reader;
        this.lanes = lanes;
    }

    EnvelopeBuilder envelope() {
        return envelope;
    }

    CompletableFuture<T> result() {
        return result;
    }

    @Override
    public void reply(Envelope reply) {
        try {
            T read = reader.read(reply);
            lanes.complete(result, read);
        } catch (BadPayload unreadable) {
            fail(new TidingsException(Failure.REFUSED, "the server's answer cannot be read"));
        }
    }

    @Override
    public void refused(Refusal refusal) {
        fail(
                refusal == Refusal.UNANSWERED
                        ? new TidingsException(Failure.TIMED_OUT, refusal.message())
                        : refusal.asException());
    }

    @Override
    public void lost() {
        fail(new TidingsException(Failure.CLOSED, "the client is closed"));
    }

    void overflow() {
        fail(new TidingsException(Failure.QUEUE_FULL, "too many unanswered requests"));
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    private void fail(TidingsException why) {
        lanes.fail(result, why);
    }
}
