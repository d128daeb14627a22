package org.tidings.session;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** The queue and the writer of a session, without the rest: it says no {@code hello}, and belongs to no instance. */
public final class EchoSession {
    /** So that no two answers share a frame. A single one always fits. */
    private static final int MAX_FRAME_BYTES = 1;

    private static final int MAX_QUEUED_BYTES = 1 << 28;

    private static final SessionMetrics METRICS = new SessionMetrics(new SimpleMeterRegistry());
    private static final Executor WRITERS = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "echo-writer");
        thread.setDaemon(true);
        return thread;
    });

    private final OutboundQueue queue = new OutboundQueue(
            MAX_QUEUED_BYTES, new OutboundBudget(MAX_QUEUED_BYTES), WireFormat.JSON, new SharedFrames());
    private final SessionWriter writer;

    public EchoSession(Transport transport) {
        writer = new SessionWriter(
                queue, transport, WRITERS, METRICS, MAX_FRAME_BYTES, new BehindSubscriptions(), this::end);
    }

    public void send(String text) {
        queue.behindAll(text);
        writer.wake();
    }

    public void end() {
        writer.end();
    }
}
