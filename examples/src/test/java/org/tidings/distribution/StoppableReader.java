package org.tidings.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.tidings.testkit.Await;
import org.tidings.testkit.Handshake;
import org.tidings.testkit.Node;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/**
 * A client that stops reading its socket when it is told to, and goes on to say that it lives, so that it is slow and not gone. What
 * the system and the container take for it is some megabytes; only behind those does the server know that it is slow.
 */
final class StoppableReader implements AutoCloseable {

    private static final int SMALL_BUFFER = 16_384;

    private final WireClient client;
    /** Guarded by this. */
    private final List<WireEnvelope> received = new ArrayList<>();

    private boolean reading = true;

    StoppableReader(Node node, String token) {
        try {
            client = WireClient.over(
                    Handshake.to(URI.create("ws://127.0.0.1:" + node.port() + "/tidings/ws"))
                            .bearer(token)
                            .subprotocols("tidings.v1.json")
                            .receiveBuffer(SMALL_BUFFER)
                            .open(),
                    this::take);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void take(WireEnvelope event) {
        received.add(event);
        notifyAll();
        try {
            while (!reading) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    WireClient client() {
        return client;
    }

    /** From the next event on. */
    synchronized void stopReading() {
        reading = false;
    }

    synchronized void readOn() {
        reading = true;
        notifyAll();
    }

    /** Its pongs are not sent while it does not read. */
    void saysThatItLives() {
        try {
            client.socket().sendText("{\"v\":1,\"type\":\"request\",\"action\":\"ping\",\"id\":\"alive\"}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized List<WireEnvelope> received() {
        return List.copyOf(received);
    }

    void awaitMessage(String channel, long seq) {
        Await.await(
                () -> received().stream()
                        .anyMatch(event ->
                                event.isEvent("message") && channel.equals(event.channel()) && event.seq() == seq),
                "event " + seq + " of " + channel);
    }

    @Override
    public void close() {
        readOn();
        client.close();
    }
}
