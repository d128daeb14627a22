package org.tidings.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.tidings.envelope.Hello;

/**
 * The publishes without a result, in the order of their acceptance. Confined to the client's thread.
 *
 * <p>What keeps the order of a channel: unanswered ones are sent again in their order and before newer ones. When one is
 * refused for now, nothing newer goes out until everything sent has its answer; then all that were refused go again,
 * the oldest first. One that was overtaken, because the server took a later message of its channel, fails instead of
 * being swapped. Sending again ends a little before the server forgets the messageId. Where nobody would know a message
 * again, in ephemeral channels, it is not sent again at all: better lost than twice.
 */
final class PublishQueue {

    /** There is nothing to wait for: an answer or a connection will come by itself. */
    static final long IDLE = -1;

    private static final long DEFAULT_WINDOW_MILLIS = 120_000;
    private static final long MAX_RETRY_PAUSE_MILLIS = 2_000;
    private static final long FIRST_RETRY_PAUSE_MILLIS = 50;

    private final int maxUnanswered;
    private final long answerTimeoutMillis;
    private final long retryTimeoutMillis;
    private final LongSupplier clock;
    private final LongUnaryOperator random;

    /** Told each result: exactly one of the receipt and the exception is null. */
    private final Results results;

    /** On their way on this connection, in the order of sending; some may have been refused for now. */
    private final Map<String, PendingPublish> sent = new LinkedHashMap<>();

    /** To be sent, or sent again, in order. */
    private final Deque<PendingPublish> unsent = new ArrayDeque<>();

    /** Namespaces in which a server has accepted messages without giving them a place. */
    private final Set<String> ephemeral = new HashSet<>();

    /** Where envelopes go; null without a connection. */
    private Outbox outbox;

    private SendRate rate;
    private long windowMillis = DEFAULT_WINDOW_MILLIS;

    /** Whether some in {@link #sent} have been refused for now. Nothing goes out while it is so. */
    private boolean holding;

    /** Refusals in a row without a success between. */
    private int refusalsInRow;

    private long notBeforeMillis;

    /** Null while the client is not at its end. */
    private String closedBecause;

    /** Receives what becomes of each publish. */
    interface Results {
        void finished(PendingPublish publish, Receipt receipt, TidingsException failure);
    }

    PublishQueue(ClientOptions options, LongSupplier clock, LongUnaryOperator random, Results results) {
        this.maxUnanswered = options.maxUnanswered();
        this.answerTimeoutMillis = options.requestTimeout().toMillis();
        this.retryTimeoutMillis = options.retryTimeout().toMillis();
        this.clock = clock;
        this.random = random;
        this.results = results;
    }

    void add(PendingPublish publish) {
        if (closedBecause == null) {
            unsent.add(publish);
        } else {
            fail(publish, Failure.CLOSED, null, closedBecause);
        }
    }

    void connected(Outbox newOutbox, Hello hello) {
        outbox = newOutbox;
        rate = new SendRate(perSecond(hello.limits()), clock.getAsLong());
        windowMillis = hello.dedupeWindowMs() == null ? DEFAULT_WINDOW_MILLIS : hello.dedupeWindowMs();
        expire();
    }

    /** Null where the server names none. */
    private static Integer perSecond(Hello.Limits limits) {
        if (limits == null || limits.publishPerSecond() == null) {
            return null;
        }
        return limits.publishPerSecondPerUser() == null
                ? limits.publishPerSecond()
                : Integer.valueOf(Math.min(limits.publishPerSecond(), limits.publishPerSecondPerUser()));
    }

    /** Everything on its way goes back in front, with an open outcome unless it was refused. */
    void disconnected() {
        outbox = null;
        sent.values().forEach(PendingPublish::connectionLost);
        failUnrepeatable();
        takeBack();
    }

    /**
     * Puts into the outbox what may go.
     *
     * @return in how many milliseconds to call again, or {@link #IDLE}
     */
    long pump() {
        while (outbox != null && !holding && !unsent.isEmpty() && sent.size() < maxUnanswered) {
            PendingPublish next = unsent.peek();
            if (next.envelope.bytes() > outbox.maxFrameBytes()) {
                unsent.remove();
                fail(next, Failure.TOO_LARGE, null, next.envelope.bytes() + " bytes are more than a frame may have");
                continue;
            }
            long now = clock.getAsLong();
            long wait = Math.max(notBeforeMillis - now, 0);
            if (wait == 0) {
                wait = rate.take(now);
            }
            if (wait > 0) {
                return wait;
            }
            unsent.remove();
            next.sent(now);
            sent.put(next.id, next);
            outbox.add(next.envelope);
        }
        return IDLE;
    }

    /** @return whether the id was a publish's */
    boolean accepted(String id, Receipt receipt) {
        PendingPublish publish = sent.remove(id);
        if (publish == null) {
            publish = takeUnsent(id);
        }
        if (publish == null) {
            return false;
        }
        refusalsInRow = 0;
        if (receipt.seq() == null) {
            ephemeral.add(namespace(publish.channel));
        }
        if (!receipt.duplicate()) {
            failOvertaken(sent.values().iterator(), publish);
            failOvertaken(unsent.iterator(), publish);
        }
        results.finished(publish, receipt, null);
        settle();
        return true;
    }

    /** A late answer to a sending that was given up: its message waits to be sent again, among the first. */
    private PendingPublish takeUnsent(String id) {
        for (Iterator<PendingPublish> each = unsent.iterator(); each.hasNext(); ) {
            PendingPublish publish = each.next();
            if (!publish.isRefused()) {
                return null;
            }
            if (publish.id.equals(id)) {
                each.remove();
                return publish;
            }
        }
        return null;
    }

    /** @return whether the id was a publish's */
    boolean refused(String id, Refusal refusal) {
        PendingPublish publish = sent.get(id);
        if (publish == null) {
            return false;
        }
        if (publish.isRefused()) {
            return true;
        }
        publish.refused(refusal);
        if (refusal.temporary() && publish.sinceFirstSent(clock.getAsLong()) < retryTimeoutMillis) {
            hold(refusal);
        } else {
            sent.remove(id);
            fail(publish, refusal);
        }
        settle();
        return true;
    }

    /** Ends what has waited too long. To be called every now and then. @param stalledMillis since reading was held up */
    void tick(long stalledMillis) {
        long now = clock.getAsLong();
        if (stalledMillis > answerTimeoutMillis) {
            for (PendingPublish publish : sent.values()) {
                if (publish.isAwaitingAnswer() && publish.sinceLastSent(now) > answerTimeoutMillis) {
                    publish.refused(Refusal.UNANSWERED);
                    hold(Refusal.UNANSWERED);
                }
            }
            failUnrepeatable();
            settle();
        }
        expire();
    }

    /** Fails everything: the client ends. */
    void close(String reason) {
        closedBecause = reason;
        outbox = null;
        List<PendingPublish> all = new ArrayList<>(sent.values());
        all.addAll(unsent);
        sent.clear();
        unsent.clear();
        holding = false;
        for (PendingPublish publish : all) {
            boolean open = publish.isUncertain() || publish.isAwaitingAnswer();
            fail(publish, open ? Failure.OUTCOME_UNKNOWN : Failure.CLOSED, null, reason);
        }
    }

    /** What may have reached its readers, and would reach them twice. */
    private void failUnrepeatable() {
        for (PendingPublish publish : List.copyOf(sent.values())) {
            if (publish.isUncertain() && ephemeral.contains(namespace(publish.channel))) {
                sent.remove(publish.id);
                fail(
                        publish,
                        Failure.OUTCOME_UNKNOWN,
                        null,
                        "no answer, and nobody knows it again in an ephemeral channel");
            }
        }
    }

    private static String namespace(String channel) {
        return channel.substring(0, Math.max(0, channel.indexOf(':')));
    }

    private void hold(Refusal refusal) {
        holding = true;
        long ceiling = Math.min(MAX_RETRY_PAUSE_MILLIS, FIRST_RETRY_PAUSE_MILLIS << Math.min(refusalsInRow, 10));
        long pause = refusal.retryAfterMillis() + random.applyAsLong(ceiling + 1);
        notBeforeMillis = Math.max(notBeforeMillis, clock.getAsLong() + pause);
    }

    /** Once all that was sent has its answer, those refused go back in front. */
    private void settle() {
        if (holding && sent.values().stream().noneMatch(PendingPublish::isAwaitingAnswer)) {
            refusalsInRow++;
            takeBack();
        }
    }

    private void takeBack() {
        holding = false;
        List<PendingPublish> again = new ArrayList<>(sent.values());
        sent.clear();
        for (int i = again.size() - 1; i >= 0; i--) {
            unsent.addFirst(again.get(i));
        }
    }

    /** Those refused for now, of the same channel and older: sent again they would come behind it. */
    private void failOvertaken(Iterator<PendingPublish> waiting, PendingPublish overtaker) {
        while (waiting.hasNext()) {
            PendingPublish publish = waiting.next();
            if (publish.ordinal > overtaker.ordinal) {
                return;
            }
            if (publish.isRefused() && publish.channel.equals(overtaker.channel)) {
                waiting.remove();
                fail(publish, publish.refusal());
            }
        }
    }

    /** Fails those whose messageId the server may forget, and the ones behind them on their channel. */
    private void expire() {
        long now = clock.getAsLong();
        // The margin is for the way: what is sent just within the window may arrive outside.
        long limit = windowMillis - Math.min(5_000, windowMillis / 10);
        Set<String> broken = new HashSet<>();
        expire(sent.values().iterator(), now, limit, broken);
        expire(unsent.iterator(), now, limit, broken);
        settle();
    }

    /** @param broken channels in which one has failed: those sent behind it fail with it, else they might be swapped */
    private void expire(Iterator<PendingPublish> publishes, long now, long limit, Set<String> broken) {
        while (publishes.hasNext()) {
            PendingPublish publish = publishes.next();
            boolean expired = publish.sinceFirstSent(now) >= limit || broken.contains(publish.channel);
            if (publish.isUncertain() && !publish.isAwaitingAnswer() && expired) {
                broken.add(publish.channel);
                publishes.remove();
                fail(publish, Failure.OUTCOME_UNKNOWN, null, "no answer within the window for sending again");
            }
        }
    }

    private void fail(PendingPublish publish, Refusal refusal) {
        Failure failure = publish.isUncertain() ? Failure.OUTCOME_UNKNOWN : Failure.REFUSED;
        fail(publish, failure, refusal.code(), refusal.code() + ": " + refusal.message());
    }

    private void fail(PendingPublish publish, Failure failure, String code, String message) {
        results.finished(publish, null, new TidingsException(failure, code, message));
    }
}
