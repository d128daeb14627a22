package org.tidings.ear;

import static org.tidings.testkit.Await.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.tidings.testkit.WireClient;

/**
 * The application on the server under test, seen from outside. Its address is made here: the one that Arquillian injects names the
 * machine, and the servers listen on the loopback address alone.
 */
final class RunningApplication {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final String authority = "127.0.0.1:" + ServerSurroundings.port("http");

    URI ws() {
        return URI.create("ws://" + authority + "/tidings/ws");
    }

    /** @param path below the context root, with a leading slash */
    URI http(String path) {
        return URI.create("http://" + authority + "/tidings" + path);
    }

    /** A client that has got its {@code hello}. */
    WireClient connect(String subject) {
        return WireClient.connect(ws(), ServerSurroundings.tokens().of(subject));
    }

    /** @param path below the context root, with a leading slash */
    HttpResponse<String> get(String path) throws IOException {
        return send(request(path).build());
    }

    /** A call of the HTTP API. @param path below the context root, with a leading slash */
    HttpResponse<String> call(String method, String path, String body, String token) throws IOException {
        return send(request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(http(path)).timeout(Duration.ofSeconds(5));
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The value of a metric without labels, as it stands in the page of metrics. */
    double gauge(String name) {
        try {
            return get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deployed is not yet ready: the log is read first. */
    void awaitReady() {
        await(this::isReady, "the application is not ready");
    }

    private boolean isReady() {
        try {
            return get("/health/ready").statusCode() == 200;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
