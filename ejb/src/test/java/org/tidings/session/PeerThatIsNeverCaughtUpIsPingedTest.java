package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tidings.envelope.CloseCode;
import org.tidings.history.StoredEvent;

/**
 * A ping went out when nothing else waited. For one that follows more than its line carries, or catches up with a long past, something
 * always does: it was never pinged, so it never answered, and was cut off for its silence while it read frame after frame.
 */
class PeerThatIsNeverCaughtUpIsPingedTest {

    private final Deque<Turn> turns = new ArrayDeque<>();
    private final OutboundQueue queue =
            new OutboundQueue(1_000, new OutboundBudget(Long.MAX_VALUE), WireFormat.JSON, new SharedFrames());
    private final Reading peer = new Reading();
    private final SessionWriter writer = new SessionWriter(
            queue,
            peer,
            turns::add,
            Runnable::run,
            new SessionMetrics(new CompositeMeterRegistry()),
            new BehindSubscriptions(),
            () -> {});

    /** Takes whatever comes; the next is there by then. */
    private final class Reading implements Transport {
        private int frames;
        private int framesBeforePing = -1;

        @Override
        public void send(OutboundFrame frame, Consumer<Throwable> done) {
            frames++;
            offer();
            done.accept(null);
        }

        @Override
        public void ping() {
            framesBeforePing = frames;
        }

        @Override
        public void close(CloseCode code) {
            throw new AssertionError("closed");
        }
    }

    private void offer() {
        assertThat(queue.offer(null, new StoredEvent(1, 0, 0, "event", 5), null))
                .isTrue();
    }

    @Test
    void betweenTwoFrames() {
        offer();
        writer.wake();
        turns.remove().take(new FrameDraft(100));
        int before = peer.frames;
        writer.ping();
        for (int turn = 0; turn < 10; turn++) {
            turns.remove().take(new FrameDraft(100));
        }

        assertThat(peer.frames).as("there was always more").isGreaterThan(before + 10);
        assertThat(peer.framesBeforePing).isEqualTo(before);
    }
}
