package org.tidings.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A process that serves Tidings over HTTP, on whatever server. Keeps its port over restarts. */
public abstract class Instance extends ControlledProcess {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final int port = FreePort.next();

    private Jvm jvm = Jvm.OURS;

    Instance(String name, Path log) {
        super(name, log);
    }

    /** From its next start on it runs on this one. */
    public Instance on(Jvm other) {
        jvm = other;
        return this;
    }

    /** A command of Java, on the JVM that this instance runs on. */
    List<String> onItsJvm(List<String> command) {
        return jvm.applied(command);
    }

    /** Where clients and proxies connect. */
    public int port() {
        return port;
    }

    /** The WebSocket's address. */
    public URI ws() {
        return URI.create("ws://127.0.0.1:" + port + "/tidings/ws");
    }

    /** @param path below the context root, with a leading slash */
    public URI http(String path) {
        return URI.create("http://127.0.0.1:" + port + "/tidings" + path);
    }

    /** An answer to a plain GET. */
    public HttpResponse<String> get(String path) throws IOException {
        try {
            HttpRequest request = HttpRequest.newBuilder(http(path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    boolean ready() {
        try {
            return get("/health/ready").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
