package org.tidings.client;

import java.util.concurrent.CompletableFuture;

/** A publish without a result yet. Confined to the client's thread, but for its constant fields. */
final class PendingPublish {

    private static final long NEVER = -1;

    /** Its place in the order of acceptance. */
    final long ordinal;

    final String id;
    final String channel;
    final Outgoing envelope;
    final CompletableFuture<Receipt> result = new CompletableFuture<>();

    private long firstSentMillis = NEVER;
    private long lastSentMillis = NEVER;

    /** Whether it is on its way on the connection that lives. */
    private boolean awaitingAnswer;

    /** Whether some sending of it got no answer, or one that leaves open whether it was stored. */
    private boolean uncertain;

    /** The temporary error that answered its last sending, null while there is none. */
    private Refusal refusal;

    PendingPublish(long ordinal, String id, String channel, Outgoing envelope) {
        this.ordinal = ordinal;
        this.id = id;
        this.channel = channel;
        this.envelope = envelope;
    }

    void sent(long nowMillis) {
        if (!wasSent()) {
            firstSentMillis = nowMillis;
        }
        lastSentMillis = nowMillis;
        awaitingAnswer = true;
        refusal = null;
    }

    void connectionLost() {
        uncertain |= awaitingAnswer;
        awaitingAnswer = false;
    }

    void refused(Refusal reason) {
        refusal = reason;
        awaitingAnswer = false;
        uncertain |= reason.mayHaveHappened();
    }

    boolean isAwaitingAnswer() {
        return awaitingAnswer;
    }

    /** Whether its last sending was refused for now. */
    boolean isRefused() {
        return refusal != null;
    }

    Refusal refusal() {
        return refusal;
    }

    boolean isUncertain() {
        return uncertain;
    }

    long sinceFirstSent(long nowMillis) {
        return wasSent() ? nowMillis - firstSentMillis : 0;
    }

    long sinceLastSent(long nowMillis) {
        return wasSent() ? nowMillis - lastSentMillis : 0;
    }

    private boolean wasSent() {
        return firstSentMillis != NEVER;
    }
}
