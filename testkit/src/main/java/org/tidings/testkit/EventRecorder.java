package org.tidings.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps events in their order until a test takes them. The events {@code position} and {@code heartbeat}, which come by
 * the clock, stand apart, so that they never get between those that a test waits for. Any thread may call.
 */
public final class EventRecorder implements Consumer<WireEnvelope> {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BlockingQueue<WireEnvelope> waiting = new LinkedBlockingQueue<>();
    private final List<WireEnvelope> everything = new CopyOnWriteArrayList<>();
    private final List<WireEnvelope> timed = new CopyOnWriteArrayList<>();

    @Override
    public void accept(WireEnvelope event) {
        everything.add(event);
        if (event.isEvent("position") || event.isEvent("heartbeat")) {
            timed.add(event);
        } else {
            waiting.add(event);
        }
    }

    /** The next event, whatever it is. */
    public WireEnvelope take() {
        try {
            WireEnvelope event = waiting.poll(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            if (event == null) {
                throw new AssertionError("no event within " + PATIENCE + "; so far: " + everything);
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for an event", e);
        }
    }

    /** The next event, which must be of this action. */
    public WireEnvelope take(String action) {
        WireEnvelope event = take();
        if (!event.isEvent(action)) {
            throw new AssertionError("expected the event " + action + ", got " + event);
        }
        return event;
    }

    /** The next events, which must all be messages. */
    public List<WireEnvelope> takeMessages(int count) {
        List<WireEnvelope> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(take("message"));
        }
        return messages;
    }

    /** All {@code position} and {@code heartbeat} events of this action so far. */
    public List<WireEnvelope> timed(String action) {
        return timed.stream().filter(event -> event.isEvent(action)).toList();
    }

    /** Every event so far, in order: the history to keep when a test fails. */
    public List<WireEnvelope> everything() {
        return List.copyOf(everything);
    }

    /** Fails where an event is left that no test asked for. */
    public void assertExhausted() {
        if (!waiting.isEmpty()) {
            throw new AssertionError("nobody expected " + List.copyOf(waiting));
        }
    }
}
