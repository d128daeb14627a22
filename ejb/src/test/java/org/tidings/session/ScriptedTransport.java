package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.tidings.envelope.CloseCode;

/** A transport whose sends complete when the test says so. Thread-safe. */
final class ScriptedTransport implements Transport {

    private final List<String> frames = new ArrayList<>();
    private Consumer<Throwable> inFlight;
    private boolean reading = true;
    private int pings;
    private CloseCode closed;

    @Override
    public void send(OutboundFrame out, Consumer<Throwable> done) {
        String frame = out.text();
        synchronized (this) {
            assertThat(inFlight).as("a send began while another was in flight").isNull();
            frames.add(frame);
            if (!reading) {
                inFlight = done;
                notifyAll();
                return;
            }
            notifyAll();
        }
        done.accept(null);
    }

    @Override
    public synchronized void ping() {
        pings++;
        notifyAll();
    }

    @Override
    public synchronized void close(CloseCode code) {
        closed = code;
        notifyAll();
    }

    /** The peer stops reading: sends stay in flight. */
    synchronized void stopReading() {
        reading = false;
    }

    void readAgain() {
        Consumer<Throwable> done;
        synchronized (this) {
            reading = true;
            done = inFlight;
            inFlight = null;
        }
        if (done != null) {
            done.accept(null);
        }
    }

    void fail() {
        Consumer<Throwable> done;
        synchronized (this) {
            done = inFlight;
            inFlight = null;
        }
        done.accept(new java.io.IOException("reset by peer"));
    }

    synchronized List<String> frames() {
        return List.copyOf(frames);
    }

    /** Every envelope sent, in order. */
    synchronized List<String> envelopes() {
        return frames.stream().flatMap(frame -> frame.lines()).toList();
    }

    synchronized boolean sending() {
        return inFlight != null;
    }

    synchronized int pings() {
        return pings;
    }

    synchronized CloseCode closed() {
        return closed;
    }
}
