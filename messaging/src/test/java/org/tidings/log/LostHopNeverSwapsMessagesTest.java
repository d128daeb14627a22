package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Laws 3 and 5: each publish has one outcome, and no publisher's messages change places. */
class LostHopNeverSwapsMessagesTest {

    private static final LogPosition NOTHING_READ = LogPosition.NONE;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final PendingPublishes pending = new PendingPublishes(Samples.SETTINGS);
    private final Map<Long, List<PublishOutcome>> outcomes = new HashMap<>();

    private void add(long id, Object stream, long createdNanos) {
        outcomes.put(id, new ArrayList<>());
        PublishRecord record =
                new PublishRecord.Message(new Origin(1, id), Samples.publication("c:a", Long.toString(id)));
        pending.add(new PendingPublish(record, stream, outcomes.get(id)::add, createdNanos));
    }

    /** Takes as many as there are, as one transaction of the sender. */
    private List<Long> send() {
        List<PendingPublish> batch = new ArrayList<>();
        for (PendingPublish next = pending.poll(); next != null; next = pending.poll()) {
            batch.add(next);
        }
        pending.committing(batch);
        return batch.stream().map(PendingPublish::requestId).toList();
    }

    private static PublishOutcome accepted(long seq) {
        return new PublishOutcome.Accepted(0, "k3", seq);
    }

    private static Verdict duplicate(long id, long firstSeq) {
        return new Verdict(new Origin(1, id), 0, Verdict.Kind.DUPLICATE, "k3", firstSeq);
    }

    @Test
    void unansweredIsSentAgainInItsOrderBeforeWhatIsNewer() {
        for (long id = 1; id <= 4; id++) {
            add(id, "s", 0);
        }
        assertThat(send()).containsExactly(1L, 2L, 3L, 4L);
        pending.answer(2, accepted(7));
        add(5, "s", 0);
        pending.sendAgain();
        add(6, "s", 0);
        assertThat(send()).containsExactly(1L, 3L, 4L, 5L, 6L);
        assertThat(outcomes.get(2L)).containsExactly(accepted(7));
    }

    @Test
    void answerThatComesWhileItWaitsToBeSentAgainCounts() {
        add(1, "s", 0);
        add(2, "s", 0);
        send();
        pending.sendAgain();
        pending.answer(2, accepted(9));
        assertThat(send()).containsExactly(1L);
        assertThat(outcomes.get(2L)).containsExactly(accepted(9));
    }

    /** The timer gives up on the first: were a later one stored and the first sent again, they would have changed places. */
    @Test
    void oneThatFailsTakesThoseBehindItInItsStreamAndNoOthers() {
        add(1, "a", 0);
        add(2, "b", 10 * SECOND);
        add(3, "a", 10 * SECOND);
        send();
        add(4, "a", 12 * SECOND);
        add(5, "b", 12 * SECOND);
        pending.settle(NOTHING_READ, 13 * SECOND);
        assertThat(outcomes.get(1L)).containsExactly(new PublishOutcome.Unknown());
        assertThat(outcomes.get(3L)).containsExactly(new PublishOutcome.Unknown());
        assertThat(outcomes.get(4L)).containsExactly(new PublishOutcome.Unavailable());
        assertThat(outcomes.get(2L)).isEmpty();
        assertThat(outcomes.get(5L)).isEmpty();
        assertThat(send()).containsExactly(5L);
    }

    @Test
    void streamsAreTheSameByIdentityAlone() {
        add(1, new ArrayList<>(), 0);
        add(2, new ArrayList<>(), 10 * SECOND);
        send();
        pending.settle(NOTHING_READ, 13 * SECOND);
        assertThat(outcomes.get(1L)).isNotEmpty();
        assertThat(outcomes.get(2L)).isEmpty();
    }

    @Test
    void neverSentEndsSoonAndAsUnavailable() {
        add(1, "s", 0);
        pending.settle(NOTHING_READ, 2 * SECOND);
        assertThat(outcomes.get(1L)).isEmpty();
        pending.settle(NOTHING_READ, 2 * SECOND + 1);
        assertThat(outcomes.get(1L)).containsExactly(new PublishOutcome.Unavailable());
    }

    /** Told that it is not stored while the sender had it in a transaction, it was stored a moment later. */
    @Test
    void whatTheSenderHasInItsHandsIsNotCalledUnavailable() {
        add(1, "s", 0);
        PendingPublish inHand = pending.poll();
        pending.settle(NOTHING_READ, 3 * SECOND);
        assertThat(outcomes.get(1L)).isEmpty();
        pending.committing(List.of(inHand));
        pending.sendAgain();
        pending.settle(NOTHING_READ, 3 * SECOND);
        assertThat(outcomes.get(1L)).isEmpty();
        pending.settle(NOTHING_READ, 13 * SECOND);
        assertThat(outcomes.get(1L)).containsExactly(new PublishOutcome.Unknown());
    }

    /** The connection died before the transaction: it cannot be stored, and need not wait for twelve seconds to be told so. */
    @Test
    void whatWasNeverCommittedIsUnavailableSoon() {
        add(1, "s", 0);
        pending.poll();
        pending.sendAgain();
        pending.settle(NOTHING_READ, 3 * SECOND);
        assertThat(outcomes.get(1L)).containsExactly(new PublishOutcome.Unavailable());
    }

    @Test
    void duplicateWaitsUntilTheTailHasPassedItsFirst() {
        add(1, "s", 0);
        add(2, "s", 0);
        send();
        pending.duplicate(duplicate(1, 40));
        pending.duplicate(duplicate(2, 41));
        pending.settle(new LogPosition("k3", 39, 1), SECOND);
        assertThat(outcomes.get(1L)).isEmpty();
        // The first of 2 was itself, sent twice: its own event comes before the tail has passed it.
        pending.answer(2, accepted(41));
        pending.settle(new LogPosition("k3", 41, 1), SECOND);
        assertThat(outcomes.get(1L)).containsExactly(new PublishOutcome.Duplicate(0, "k3", 40));
        assertThat(outcomes.get(2L)).containsExactly(accepted(41));
    }

    @Test
    void fullIsRefusedAtOnceAndHasRoomAgainAfterAnAnswer() {
        int bound = Samples.SETTINGS.maxPendingPerShard();
        long now = System.nanoTime();
        for (long id = 1; id <= bound; id++) {
            add(id, "s", now);
        }
        add(bound + 1L, "s", now);
        assertThat(outcomes.get(bound + 1L)).hasOnlyElementsOfType(PublishOutcome.Overloaded.class);
        send();
        pending.answer(1, accepted(1));
        add(bound + 2L, "another", now);
        assertThat(outcomes.get(bound + 2L)).isEmpty();
        assertThat(pending.size()).isEqualTo(bound);
    }

    /**
     * The broker died a moment after its last answer. For some milliseconds the queue looked old and the log slow: a publisher was
     * told that it sent too much, when nothing could be stored.
     */
    @Test
    void aBrokerThatHasJustDiedIsNoFlood() {
        add(1, "first", System.nanoTime());
        send();
        for (int tick = 0; tick < 5; tick++) {
            pending.settle(NOTHING_READ, System.nanoTime());
        }
        pending.answer(1, accepted(1));
        long died = System.nanoTime();
        for (long id = 2; id < 30; id++) {
            add(id, "publisher " + id, died);
        }
        add(30, "late", died + SECOND / 4 + SECOND / 40);
        assertThat(outcomes.get(30L)).isEmpty();
    }

    /**
     * A publisher had several on their way when the log came back: the first was refused a moment before, the second taken a
     * moment after, and they would have changed places.
     */
    @Test
    void whatFollowsARefusedOneIsRefusedUntilItsPublisherWasToComeAgain() {
        outcomes.put(1L, new ArrayList<>());
        PublishRecord record = new PublishRecord.Message(new Origin(1, 1), Samples.publication("c:a", "1"));
        pending.refuse(new PendingPublish(record, "s", outcomes.get(1L)::add, 0));
        add(2, "s", SECOND / 4);
        add(3, "another", SECOND / 4);
        // Asking too early does not make it wait longer.
        add(4, "s", SECOND / 2);
        assertThat(outcomes.get(1L)).containsExactly(new PublishOutcome.Unavailable());
        assertThat(outcomes.get(2L)).containsExactly(new PublishOutcome.Unavailable());
        assertThat(send()).containsExactly(3L, 4L);
    }

    /** The log cannot be written: what was never sent ends now, what may be stored waits for its answer, in its place. */
    @Test
    void givingUpLeavesWhatMayBeStoredAndProbes() {
        add(1, "s", 0);
        send();
        add(2, "s", 0);
        pending.addProbe(new PendingPublish(
                new PublishRecord.BarrierRequest(new Origin(1, 3), NOTHING_READ), "probe", outcome -> {}, 0));
        pending.sendAgain();
        pending.giveUpUnsent(SECOND);
        assertThat(outcomes.get(1L)).isEmpty();
        assertThat(outcomes.get(2L)).containsExactly(new PublishOutcome.Unavailable());
        assertThat(send()).containsExactly(1L, 3L);
    }

    /** The broker was full and refused the whole transaction: its publishes waited twelve seconds to be told "unknown". */
    @Test
    void whatTheBrokerRefusedIsNotStored() {
        add(1, "s", 0);
        List<PendingPublish> sentBefore = pending.committing(List.of(pending.poll()));
        assertThat(sentBefore).hasSize(1);
        pending.sendAgain();
        add(2, "s", 0);
        PendingPublish again = pending.poll();
        PendingPublish first = pending.poll();
        pending.refused(pending.committing(List.of(again, first)));
        pending.sendAgain();
        pending.giveUpUnsent(SECOND);
        assertThat(outcomes.get(1L)).isEmpty();
        assertThat(outcomes.get(2L)).containsExactly(new PublishOutcome.Unavailable());
    }

    @Test
    void closingAnswersEverythingOnceAndWhatComesLaterAtOnce() {
        add(1, "s", 0);
        send();
        add(2, "s", 0);
        pending.close();
        pending.close();
        add(3, "s", 0);
        pending.answer(1, accepted(1));
        pending.settle(NOTHING_READ, 100 * SECOND);
        assertThat(outcomes.get(1L)).containsExactly(new PublishOutcome.Unknown());
        assertThat(outcomes.get(2L)).containsExactly(new PublishOutcome.Unavailable());
        assertThat(outcomes.get(3L)).containsExactly(new PublishOutcome.Unavailable());
        assertThat(pending.size()).isZero();
    }

    /** One connection's callback threw, and the timer that answers all others ended with it. */
    @Test
    void outcomeThatThrowsKeepsNobodyElseFromTheirs() {
        PublishRecord record = new PublishRecord.Message(new Origin(1, 99), Samples.publication("c:a", "99"));
        pending.add(new PendingPublish(
                record,
                "bad",
                outcome -> {
                    throw new IllegalStateException("on purpose");
                },
                0));
        add(1, "s", 0);
        pending.settle(NOTHING_READ, 3 * SECOND);
        assertThat(outcomes.get(1L)).containsExactly(new PublishOutcome.Unavailable());
    }

    @Test
    void missedVerdictsAreAskedForBetweenTwoTransactions() throws InterruptedException {
        add(1, "s", 0);
        add(2, "s", 0);
        send();
        add(3, "s", 0);
        pending.askAgain();
        assertThat(pending.take(0).requestId()).isEqualTo(1);
        assertThat(send()).containsExactly(2L, 3L);
        assertThat(pending.poll()).isNull();
    }
}
