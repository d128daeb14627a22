package org.tidings.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A client of the wire protocol that shares no code with the server or the client library, so that a mistake in theirs
 * cannot hide in it. Does nothing by itself: no reconnect, no resubscription. Any thread may call; a reading thread of
 * its own completes replies and hands over events.
 */
public final class WireClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RawWebSocket socket;
    private final EventRecorder events = new EventRecorder();
    private final Consumer<WireEnvelope> listener;
    private final Map<String, CompletableFuture<WireEnvelope>> pending = new ConcurrentHashMap<>();
    private final List<WireEnvelope> strays = new CopyOnWriteArrayList<>();
    private final AtomicLong lastId = new AtomicLong();
    private final CompletableFuture<CloseStatus> closed = new CompletableFuture<>();
    private final CompletableFuture<WireEnvelope> hello = new CompletableFuture<>();

    private WireClient(RawWebSocket socket, Consumer<WireEnvelope> listener) {
        this.socket = socket;
        this.listener = listener == null ? events : listener;
    }

    /** Connects and waits for {@code hello}. */
    public static WireClient connect(URI uri, String token) {
        return connect(uri, token, null);
    }

    /**
     * As {@link #connect(URI, String)}, with events given to a listener on the reading thread, instead of recorded.
     */
    public static WireClient connect(URI uri, String token, Consumer<WireEnvelope> listener) {
        try {
            Handshake handshake = Handshake.to(uri).bearer(token).subprotocols("tidings.v1.json");
            return over(handshake.open(), listener);
        } catch (IOException e) {
            throw new AssertionError("no connection to " + uri + ": " + e.getMessage(), e);
        }
    }

    /** Takes over an open WebSocket and waits for {@code hello}. */
    public static WireClient over(RawWebSocket socket, Consumer<WireEnvelope> listener) {
        WireClient client = new WireClient(socket, listener);
        Thread reading = new Thread(client::read, "wire-client");
        reading.setDaemon(true);
        reading.start();
        join(client.hello);
        return client;
    }

    /** The first event of the connection. */
    public WireEnvelope hello() {
        return join(hello);
    }

    public EventRecorder events() {
        return events;
    }

    /** The socket below, to send what no well-behaved client does. */
    public RawWebSocket socket() {
        return socket;
    }

    public WireRequest request(String action) {
        return new WireRequest(this, action, Long.toString(lastId.incrementAndGet()));
    }

    /** Subscribes to what comes from now on. */
    public WireEnvelope subscribe(String channel) {
        return request("subscribe").channel(channel).reply();
    }

    /** Subscribes from a position. */
    public WireEnvelope subscribe(String channel, String epoch, long seq) {
        return request("subscribe")
                .channel(channel)
                .payload("{\"since\":{\"epoch\":" + WireRequest.quoted(epoch) + ",\"seq\":" + seq + "}}")
                .reply();
    }

    /** @param payload any JSON, written as it shall stand on the wire */
    public WireEnvelope publish(String channel, String payload) {
        return request("publish").channel(channel).payload(payload).reply();
    }

    /** Sends all requests in one frame, separated as the protocol says. */
    public List<CompletableFuture<WireEnvelope>> sendTogether(WireRequest... requests) {
        List<CompletableFuture<WireEnvelope>> answers = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (WireRequest request : requests) {
            CompletableFuture<WireEnvelope> answer = new CompletableFuture<>();
            pending.put(request.id(), answer);
            answers.add(answer);
            texts.add(request.text());
        }
        try {
            socket.sendText(String.join("\n", texts));
        } catch (IOException e) {
            answers.forEach(answer -> answer.completeExceptionally(e));
        }
        if (closed.isDone()) {
            failPending();
        }
        return answers;
    }

    /** Errors that carry no id, or none that waits: the answers to what could not be understood. */
    public List<WireEnvelope> strays() {
        return List.copyOf(strays);
    }

    /**
     * Fails where an event has come that nobody took. A ping goes through the same queue first, so that what was on its
     * way has arrived.
     */
    public void assertExhausted() {
        if (!closed.isDone()) {
            request("ping").reply();
        }
        events.assertExhausted();
    }

    /** How the connection ended; waits for its end. */
    public CloseStatus awaitClose() {
        return join(closed);
    }

    public boolean isOpen() {
        return !closed.isDone();
    }

    /** Waits for a future and fails with what it failed with. */
    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + PATIENCE, e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", e);
        }
    }

    private void read() {
        try {
            while (socket.closeStatus().isEmpty()) {
                readFrame();
            }
        } catch (EOFException ended) {
            // closeStatus() says how.
        } catch (IOException | RuntimeException | AssertionError e) {
            hello.completeExceptionally(e);
            closed.completeExceptionally(e);
        }
        closed.complete(socket.closeStatus().orElse(CloseStatus.WITHOUT_FRAME));
        failPending();
    }

    private void readFrame() throws IOException {
        String frame;
        try {
            frame = socket.receiveText(Duration.ofDays(1));
        } catch (SocketTimeoutException silence) {
            return;
        }
        long now = System.nanoTime();
        for (String text : frame.split("\n")) {
            accept(WireEnvelope.parse(text, now));
        }
    }

    private void accept(WireEnvelope envelope) {
        if (!hello.isDone()) {
            if (!envelope.isEvent("hello")) {
                throw new AssertionError("the first envelope is no hello: " + envelope);
            }
            hello.complete(envelope);
        } else if (envelope.type().equals("event")) {
            listener.accept(envelope);
        } else {
            CompletableFuture<WireEnvelope> answer = envelope.has("id") ? pending.remove(envelope.id()) : null;
            if (answer == null) {
                strays.add(envelope);
            } else {
                answer.complete(envelope);
            }
        }
    }

    private void failPending() {
        IOException ended = new EOFException("the connection ended: " + closed);
        hello.completeExceptionally(ended);
        pending.values().forEach(answer -> answer.completeExceptionally(ended));
        pending.clear();
    }

    /** Says goodbye with code 1000 and ends the connection. */
    @Override
    public void close() {
        try {
            if (isOpen()) {
                socket.sendClose(1000, "");
            }
            socket.close();
        } catch (IOException alreadyGone) {
            closed.complete(CloseStatus.WITHOUT_FRAME);
        }
    }
}
