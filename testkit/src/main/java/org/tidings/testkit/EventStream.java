package org.tidings.testkit;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The reader's end of a stream of server-sent events (HTML Living Standard §9.2), read by a thread of its own from the first byte.
 * Shares no code with the server's.
 */
public final class EventStream implements Closeable {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private static final Event END = new Event(null, "", null, null);

    /**
     * One event.
     *
     * @param id null where the event had none
     * @param name {@code message} where it had none
     * @param retry null where it had none
     */
    public record Event(String id, String name, String data, String retry) {

        /** What the data is. */
        public WireEnvelope envelope() {
            return WireEnvelope.parse(data);
        }
    }

    private final HttpResponse<InputStream> response;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicInteger comments = new AtomicInteger();
    /** As a browser keeps it: of the last event that had one. Null before. */
    private volatile String lastEventId;

    private EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        Thread reader = new Thread(this::read, "event-stream");
        reader.setDaemon(true);
        reader.start();
    }

    /** Asks for a stream, and waits until its response begins, whatever that says. */
    public static EventStream open(URI address, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(Await.PATIENCE);
        headers.forEach(request::header);
        try {
            return new EventStream(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** One's own, with a token in the header. */
    public static EventStream open(URI address, String token) {
        return open(address, Map.of("Authorization", "Bearer " + token));
    }

    public int status() {
        return response.statusCode();
    }

    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** The next event of this name; others before it are passed over. */
    public Event take(String name) {
        for (; ; ) {
            Event event = next();
            if (event == END) {
                throw new AssertionError("the stream has ended without an event " + name);
            }
            if (event.name().equals(name)) {
                return event;
            }
        }
    }

    /** The next event of each of these names, in whatever order they come; others are passed over. */
    public Map<String, Event> takeEach(String... names) {
        Map<String, Event> found = new HashMap<>();
        while (found.size() < names.length) {
            Event event = next();
            if (event == END) {
                throw new AssertionError("the stream has ended, and only these came: " + found.keySet());
            }
            if (List.of(names).contains(event.name())) {
                found.putIfAbsent(event.name(), event);
            }
        }
        return found;
    }

    /** Waits until the server ends the response. */
    public void awaitEnd() {
        while (next() != END) {
            // What comes before does not matter.
        }
    }

    /** Comments so far, which are all the heartbeat that a stream has. */
    public int comments() {
        return comments.get();
    }

    public String lastEventId() {
        return lastEventId;
    }

    private Event next() {
        try {
            Event event = events.poll(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no event came");
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String id = null;
            String name = null;
            String retry = null;
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int colon = line.indexOf(':');
                String value = line.substring(colon + 1).stripLeading();
                switch (colon < 0 ? line : line.substring(0, colon)) {
                    case "id" -> id = value;
                    case "event" -> name = value;
                    case "retry" -> retry = value;
                    case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
                    default -> {
                        if (colon == 0) {
                            comments.incrementAndGet();
                        }
                    }
                }
                if (line.isEmpty() && !data.isEmpty()) {
                    lastEventId = id == null ? lastEventId : id;
                    events.add(new Event(id, name == null ? "message" : name, data.toString(), retry));
                    id = null;
                    name = null;
                    retry = null;
                    data.setLength(0);
                }
            }
        } catch (IOException broken) {
            // The end is the end.
        } finally {
            events.add(END);
        }
    }

    /** Goes away without a word, as a closed page does. */
    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException alreadyGone) {
            // As it is to be.
        }
    }
}
