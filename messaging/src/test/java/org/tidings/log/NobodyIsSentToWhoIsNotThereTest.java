package org.tidings.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** An instance that believes itself alone too soon keeps its events from the others; and those would not even know. */
class NobodyIsSentToWhoIsNotThereTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final OtherInstances others = new OtherInstances(now::get);
    private final LiveQueue queue = new LiveQueue();

    @Test
    void whoDoesNotListenKnowsOfNobodyAndPresumesThem() {
        pass(10 * OtherInstances.SILENT_NANOS);
        assertThat(others.mayBeThere()).isTrue();

        others.listening();
        others.deaf();
        pass(10 * OtherInstances.SILENT_NANOS);
        assertThat(others.mayBeThere()).isTrue();
    }

    @Test
    void whoListensGivesEverybodyTheTimeToBeHeard() {
        others.listening();
        pass(OtherInstances.SILENT_NANOS - 1);
        assertThat(others.mayBeThere()).isTrue();
        pass(1);
        assertThat(others.mayBeThere()).isFalse();

        others.heard();
        assertThat(others.mayBeThere()).isTrue();
        pass(OtherInstances.SILENT_NANOS);
        assertThat(others.mayBeThere()).isFalse();
    }

    /** The broker was away, and who is there now is not known. */
    @Test
    void whoListensAgainBeginsAnew() {
        others.listening();
        pass(OtherInstances.SILENT_NANOS);
        others.deaf();
        others.listening();

        assertThat(others.mayBeThere()).isTrue();
    }

    /** So that one which was away finds by the next number what it missed. */
    @Test
    void whatNobodyGetsIsCountedAllTheSame() throws InterruptedException {
        queue.pass(new byte[1]);
        queue.pass(new byte[1]);
        assertThat(queue.take(0)).isEqualTo(new LiveQueue.Batch(3, List.of()));
    }

    @Test
    void nothingPassesWhatStillWaits() throws InterruptedException {
        byte[] first = {1};
        byte[] second = {2};
        queue.offer(first);
        queue.pass(second);
        assertThat(queue.take(0).events()).containsExactly(first, second);
    }

    private void pass(long nanos) {
        now.addAndGet(nanos);
    }
}
