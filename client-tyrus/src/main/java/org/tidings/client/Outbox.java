package org.tidings.client;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Envelopes on their way to the socket of one connection. One send is in flight at a time; what comes up meanwhile goes
 * out together in the next frame, as far as a frame may be long. Confined to the client's thread.
 */
final class Outbox {

    private final ClientThread thread;
    private final Transport.Connection connection;
    private final Deque<Outgoing> waiting = new ArrayDeque<>();

    /** Longest frame that the server takes, bytes. */
    private int maxFrameBytes;

    /** When the send in flight began, {@link System#nanoTime}; meaningless without one. */
    private long sendingSince;

    private boolean sending;

    /** Set when the server has said that it will close: what it gets now it does not answer. */
    private boolean muted;

    Outbox(ClientThread thread, Transport.Connection connection, int maxFrameBytes) {
        this.thread = thread;
        this.connection = connection;
        this.maxFrameBytes = maxFrameBytes;
    }

    void maxFrameBytes(int bytes) {
        maxFrameBytes = bytes;
    }

    int maxFrameBytes() {
        return maxFrameBytes;
    }

    /** Sends the envelope, now or in a frame with others when the send in flight has ended. */
    void add(Outgoing envelope) {
        if (!muted) {
            waiting.add(envelope);
            flush();
        }
    }

    /** Sends nothing any more: whatever waits for an answer is sent on the next connection. */
    void mute() {
        muted = true;
        waiting.clear();
    }

    private void flush() {
        if (sending || waiting.isEmpty()) {
            return;
        }
        StringBuilder frame = new StringBuilder();
        long bytes = 0;
        while (!waiting.isEmpty() && (bytes == 0 || bytes + 1 + waiting.peek().bytes() <= maxFrameBytes)) {
            Outgoing next = waiting.remove();
            if (bytes > 0) {
                frame.append('\n');
                bytes++;
            }
            frame.append(next.text());
            bytes += next.bytes();
        }
        sending = true;
        sendingSince = System.nanoTime();
        connection.send(frame.toString(), () -> thread.execute(this::sent));
    }

    private void sent() {
        sending = false;
        flush();
    }

    /** How long the send in flight has been under way, milliseconds; 0 without one. */
    long sendingForMillis() {
        return sending ? (System.nanoTime() - sendingSince) / 1_000_000 : 0;
    }
}
