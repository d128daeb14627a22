package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tidings.envelope.CloseCode;
import org.tidings.fanout.Fanout;
import org.tidings.fanout.Subscription;
import org.tidings.history.StoredEvent;
import org.tidings.log.LogShard;
import org.tidings.namespace.NamespaceOptions;
import org.tidings.namespace.Retention;

/**
 * An event was left out because its time was over, and its gap was to be told before what still waited. That was taken back, so
 * nothing waited, and nobody thought of the gap until somebody else's event came.
 */
class GapIsNotForgottenTest {

    private final AtomicLong clock = new AtomicLong(1_000);
    private final OutboundQueue queue = new OutboundQueue(
            10_000, new OutboundBudget(Long.MAX_VALUE), WireFormat.JSON, new SharedFrames(), clock::get);
    private final Fanout fanout =
            new Fanout(List.of(new LogShard("main", 0)), channel -> Retention.ALL, new SimpleMeterRegistry());
    private final Deque<Turn> turns = new ArrayDeque<>();
    private final Reader reader = new Reader();
    private final SessionWriter writer = new SessionWriter(
            queue,
            reader,
            turns::add,
            Runnable::run,
            new SessionMetrics(new SimpleMeterRegistry()),
            new BehindSubscriptions(),
            () -> {});

    private static final class Reader implements Transport {
        private final List<String> frames = new ArrayList<>();
        private Consumer<Throwable> inFlight;

        @Override
        public void send(OutboundFrame frame, Consumer<Throwable> done) {
            frames.add(frame.text());
            inFlight = done;
        }

        @Override
        public void ping() {}

        @Override
        public void close(CloseCode code) {}
    }

    private Subscription subscription(String channel) {
        return fanout.feed(0).subscription(channel, null, NamespaceOptions.OPEN);
    }

    private void offer(Subscription to, long seq, long expiresAt) {
        queue.offer(to, new StoredEvent(seq, seq - 1, 0, "event " + seq, 7, Map.of(), expiresAt, 4), null);
    }

    @Test
    void whereNothingElseWaitsAnyMore() {
        fanout.newEpoch(0, "k1", 1);
        Subscription a = subscription("x:a");
        Subscription b = subscription("x:b");
        offer(b, 1, 0);
        offer(a, 2, 2_000);
        offer(b, 3, 0);
        clock.set(2_001);
        writer.wake();
        turns.remove().take(new FrameDraft(10));
        assertThat(reader.frames).as("no more fits").containsExactly("event 1");

        queue.takeBack(b, 3, null);
        reader.inFlight.accept(null);

        assertThat(turns).as("a turn to tell it").hasSize(1);
        turns.remove().take(new FrameDraft(10));
        assertThat(reader.frames).hasSize(2);
        assertThat(reader.frames.get(1)).contains("\"gap\"", "x:a", "\"reason\":\"expired-event\"");
    }
}
