package org.tidings.client;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeBuilder;

/** Requests other than publishes that wait for their reply. Confined to the client's thread. */
final class Requests {

    private final long timeoutMillis;
    private final LongSupplier clock;
    private final Map<String, Pending> pending = new LinkedHashMap<>();
    private long lastId;

    /** Null without a connection. */
    private Outbox outbox;

    private boolean closed;

    /** What becomes of a request: exactly one of these is called, once. */
    interface Answer {

        void reply(Envelope reply);

        /** @param refusal {@link Refusal#UNANSWERED}, the same object, if there was no reply in time */
        void refused(Refusal refusal);

        /** The connection is gone; the request may have been carried out. */
        void lost();

        /** Whether to ask again on the next connection instead of giving up with {@link #lost}. */
        default boolean repeatable() {
            return false;
        }
    }

    private record Pending(Outgoing envelope, Answer answer, long sinceMillis) {}

    Requests(long timeoutMillis, LongSupplier clock) {
        this.timeoutMillis = timeoutMillis;
        this.clock = clock;
    }

    int size() {
        return pending.size();
    }

    /** Sends the request; without a connection a repeatable one waits for the next, any other is lost at once. */
    void send(EnvelopeBuilder request, Answer answer) {
        if (closed || outbox == null && !answer.repeatable()) {
            answer.lost();
            return;
        }
        String id = "r" + ++lastId;
        Outgoing envelope = Outgoing.of(request.id(id).build());
        pending.put(id, new Pending(envelope, answer, clock.getAsLong()));
        if (outbox != null) {
            outbox.add(envelope);
        }
    }

    void connected(Outbox newOutbox) {
        outbox = newOutbox;
        pending.values().forEach(waiting -> newOutbox.add(waiting.envelope()));
    }

    void disconnected() {
        outbox = null;
        take(waiting -> !waiting.answer().repeatable())
                .forEach(waiting -> waiting.answer().lost());
    }

    void replied(Envelope reply) {
        Pending waiting = pending.remove(reply.id());
        if (waiting != null) {
            waiting.answer().reply(reply);
        }
    }

    void refused(Envelope error) {
        Pending waiting = pending.remove(error.id());
        if (waiting != null) {
            waiting.answer().refused(Refusal.of(error));
        }
    }

    /** Ends what has waited too long. @param stalledMillis since reading was held up */
    void tick(long stalledMillis) {
        if (stalledMillis > timeoutMillis) {
            long now = clock.getAsLong();
            take(waiting -> now - waiting.sinceMillis() > timeoutMillis)
                    .forEach(waiting -> waiting.answer().refused(Refusal.UNANSWERED));
        }
    }

    void close() {
        closed = true;
        outbox = null;
        take(waiting -> true).forEach(waiting -> waiting.answer().lost());
    }

    private List<Pending> take(Predicate<Pending> which) {
        List<Pending> taken = new ArrayList<>();
        for (Iterator<Pending> each = pending.values().iterator(); each.hasNext(); ) {
            Pending waiting = each.next();
            if (which.test(waiting)) {
                each.remove();
                taken.add(waiting);
            }
        }
        return taken;
    }
}
