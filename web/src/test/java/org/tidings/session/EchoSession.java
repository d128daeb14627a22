package org.tidings.session;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** The queue and the writer of a session, without the rest: it says no {@code hello}, and belongs to no instance. */
public final class EchoSession {
    /** So that no two answers share a frame. A single one always fits. */
    private static final int MAX_FRAME_BYTES = 1;

    private static final int MAX_QUEUED_BYTES = 1 << 28;

    private static final SessionMetrics METRICS = new SessionMetrics(new SimpleMeterRegistry());
    private static final Writers WRITERS = new Writers(
            task -> {
                Thread thread = new Thread(task);
                thread.setDaemon(true);
                return thread;
            },
            FlushWindow.ofMillis(0),
            MAX_FRAME_BYTES);

    private final OutboundQueue queue = new OutboundQueue(
            MAX_QUEUED_BYTES, new OutboundBudget(MAX_QUEUED_BYTES), WireFormat.JSON, new SharedFrames());
    private final SessionWriter writer;

    public EchoSession(Transport transport) {
        writer = new SessionWriter(
                queue, transport, WRITERS.next(), Runnable::run, METRICS, new BehindSubscriptions(), this::end);
    }

    public void send(String text) {
        queue.behindAll(text);
        writer.wake();
    }

    public void end() {
        writer.end();
    }
}
