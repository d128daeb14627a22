package org.tidings.client;

import java.util.List;
import java.util.concurrent.Future;
import org.tidings.envelope.Bye;
import org.tidings.envelope.Decoded;
import org.tidings.envelope.Hello;

/**
 * One attempt at a connection and, if it succeeds, that connection. Confined to the client's thread, but for the methods
 * of {@link Transport.Handler}, which bring what the I/O threads have to say over to it.
 */
final class Link implements Transport.Handler {

    /** Length that an envelope's other parts are counted with, against the bound on what was read. */
    private static final long FRAME_OVERHEAD = 256;

    private final ClientThread thread;
    private final InboundGate gate;
    private final Lanes lanes;
    private final Listener listener;

    /** Set when the client has turned away from this link; read by I/O threads. */
    private volatile boolean abandoned;

    /** What opens the connection, to be interrupted if it takes too long. */
    private Future<?> opening;

    /** Null until the connection is open. */
    private Transport.Connection connection;

    private Outbox outbox;

    /** Null until the server has greeted. */
    private Hello hello;

    /** Null until the server has said that it is about to close. */
    private Bye bye;

    /** Told on the client's thread, and only while the link is not abandoned. */
    interface Listener {

        void opened(Link link);

        void received(Link link, List<Decoded> envelopes);

        void closed(Link link, int code, String reason);
    }

    Link(ClientThread thread, InboundGate gate, Lanes lanes, Listener listener) {
        this.thread = thread;
        this.gate = gate;
        this.lanes = lanes;
        this.listener = listener;
    }

    @Override
    public void opened(Transport.Connection opened) {
        boolean taken = thread.execute(() -> {
            if (abandoned) {
                opened.abort();
                return;
            }
            connection = opened;
            outbox = new Outbox(thread, opened, Integer.MAX_VALUE);
            listener.opened(this);
        });
        if (!taken) {
            opened.abort();
        }
    }

    @Override
    public void frame(List<Decoded> envelopes, int bytes) {
        long weight = FRAME_OVERHEAD + bytes;
        try {
            gate.enter(weight, () -> abandoned);
        } catch (InterruptedException shutdown) {
            Thread.currentThread().interrupt();
            return;
        }
        boolean taken = thread.execute(() -> {
            if (!abandoned) {
                listener.received(this, envelopes);
            }
            // Behind the callbacks that these envelopes gave rise to.
            lanes.events().execute(() -> gate.leave(weight));
        });
        if (!taken) {
            gate.leave(weight);
        }
    }

    @Override
    public void closed(int code, String reason) {
        thread.execute(() -> {
            if (!abandoned) {
                listener.closed(this, code, reason);
            }
        });
    }

    void opening(Future<?> task) {
        opening = task;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    boolean isOpen() {
        return connection != null;
    }

    /** Turns away without a word. */
    void abort() {
        abandon();
        if (connection != null) {
            connection.abort();
        }
    }

    /** Turns away with a goodbye. */
    void close() {
        abandon();
        if (connection != null) {
            connection.close();
        }
    }

    private void abandon() {
        abandoned = true;
        opening.cancel(true);
        gate.wake();
    }

    /** The connection ended by itself. */
    void closedByPeer() {
        abandoned = true;
        gate.wake();
    }

    Outbox outbox() {
        return outbox;
    }

    Hello hello() {
        return hello;
    }

    void hello(Hello greeting) {
        hello = greeting;
        if (greeting.limits() != null && greeting.limits().maxFrameBytes() != null) {
            outbox.maxFrameBytes(greeting.limits().maxFrameBytes());
        }
    }

    Bye bye() {
        return bye;
    }

    void bye(Bye farewell) {
        bye = farewell;
        outbox.mute();
    }
}
