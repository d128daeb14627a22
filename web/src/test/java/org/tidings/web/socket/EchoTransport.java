package org.tidings.web.socket;

import jakarta.websocket.Session;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.tidings.envelope.CloseCode;
import org.tidings.session.OutboundFrame;
import org.tidings.session.Transport;
import org.tidings.session.WireFormat;

/** The real transport, and binary frames, which the queue holds as text behind a mark. */
final class EchoTransport implements Transport {
    /** Of the characters for private use: no case of Autobahn's sends them. */
    static final String BINARY = "\uE000binary\uE000";

    private static final int PATIENCE_SECONDS = 60;

    private final Semaphore sent = new Semaphore(0);
    private final Transport real;

    EchoTransport(Session socket) {
        real = Transports.of(socket, WireFormat.JSON);
    }

    /**
     * Waits until one more frame has gone out: what a client that breaks a rule had sent before is answered first, each time
     * anew.
     */
    void awaitSent() {
        try {
            if (!sent.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nothing was sent within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void send(OutboundFrame out, Consumer<Throwable> told) {
        String frame = out.text();
        Consumer<Throwable> done = failure -> {
            told.accept(failure);
            sent.release();
        };
        if (frame.startsWith(BINARY)) {
            byte[] bytes = frame.substring(BINARY.length()).getBytes(StandardCharsets.ISO_8859_1);
            real.send(OutboundFrame.binary(bytes, 1), done);
        } else {
            real.send(out, done);
        }
    }

    @Override
    public void ping() throws Exception {
        real.ping();
    }

    @Override
    public void close(CloseCode code) {
        real.close(code);
    }
}
