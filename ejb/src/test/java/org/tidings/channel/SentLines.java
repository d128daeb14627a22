package org.tidings.channel;

import java.util.Collection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.tidings.envelope.CloseCode;
import org.tidings.session.OutboundFrame;
import org.tidings.session.Transport;

/** A connection that takes everything at once, and keeps it: envelopes, pings and the close. */
final class SentLines implements Transport {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /** The next in its order; null when none comes in ten seconds. */
    String next() throws InterruptedException {
        return lines.poll(10, TimeUnit.SECONDS);
    }

    /** What was not taken yet. */
    Collection<String> left() {
        return lines;
    }

    @Override
    public void send(OutboundFrame out, Consumer<Throwable> done) {
        out.text().lines().forEach(lines::add);
        done.accept(null);
    }

    @Override
    public void ping() {
        lines.add("ping");
    }

    @Override
    public void close(CloseCode code) {
        lines.add("close " + code.number());
    }
}
