package org.tidings.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tidings.envelope.CloseCode;
import org.tidings.session.OutboundFrame;
import org.tidings.session.Transport;

/** A socket that gets stuck after so many frames, until it is told to read on; keeps each envelope that was written. Thread-safe. */
final class SlowSocket implements Transport {
    private static final long PATIENCE_SECONDS = 10;
    private static final Pattern SEQ = Pattern.compile("\"action\":\"message\".*?\"seq\":(\\d+)");

    private final BlockingQueue<String> written = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();
    private int frames;
    private int stuckAfter = Integer.MAX_VALUE;
    private int handedOver;
    /** Null while it is not stuck. */
    private Consumer<Throwable> inFlight;

    @Override
    public void send(OutboundFrame out, Consumer<Throwable> done) {
        String frame = out.text();
        synchronized (this) {
            frame.lines().forEach(line -> {
                written.add(line);
                handedOver++;
            });
            if (++frames > stuckAfter) {
                inFlight = done;
                notifyAll();
                return;
            }
        }
        done.accept(null);
    }

    @Override
    public void ping() {
        // None is due within a test.
    }

    @Override
    public void close(CloseCode code) {
        written.add("close " + code.number());
    }

    synchronized void stopAfter(int moreFrames) {
        stuckAfter = frames + moreFrames;
    }

    synchronized void awaitStuck() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (inFlight == null) {
            assertThat(System.nanoTime() - deadline).as("stuck").isNegative();
            wait(100);
        }
    }

    void readOn() {
        Consumer<Throwable> done;
        synchronized (this) {
            stuckAfter = Integer.MAX_VALUE;
            done = inFlight;
            inFlight = null;
        }
        done.accept(null);
    }

    /** Envelopes given to the socket so far. */
    synchronized int handedOver() {
        return handedOver;
    }

    /** How many of them a test has looked at. */
    int taken() {
        return seen.size();
    }

    String next() throws InterruptedException {
        String next = written.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("an envelope").isNotNull();
        seen.add(next);
        return next;
    }

    /** The position of the last message before this envelope. */
    long lastSeqBefore(String envelope) {
        long last = 0;
        for (String each : seen.subList(0, seen.indexOf(envelope))) {
            Matcher seq = SEQ.matcher(each);
            last = seq.find() ? Long.parseLong(seq.group(1)) : last;
        }
        return last;
    }

    /** What was queued before has been written: no more came of it. */
    void assertNothingElse() throws InterruptedException {
        assertThat(written.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }
}
