package org.tidings.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that boots and then is not ready, with the reason deep in its log or nowhere. */
class NotReadyIsExplainedTest {
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void waitsUntilTheInstanceIsReady() throws InterruptedException {
        server.createContext("/ready", exchange -> {
            exchange.sendResponseHeaders(asked.incrementAndGet() < 3 ? 503 : 200, -1);
            exchange.close();
        });

        assertThat(readiness().await(System.nanoTime() + 20_000_000_000L)).isTrue();
        assertThat(asked).hasValue(3);
    }

    @Test
    void repeatsWhatTheInstanceSaysToBeInTheWay() throws InterruptedException {
        byte[] answer =
                """
                {"status":"DOWN","checks":[{"name":"a","status":"DOWN","data":{"obstacles":"no \\"broker\\"; no keys"}},
                {"name":"b","status":"UP"},{"name":"c","status":"DOWN","data":{"obstacles":"full"}}]}
                """
                        .getBytes(StandardCharsets.UTF_8);
        server.createContext("/ready", exchange -> {
            exchange.sendResponseHeaders(503, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        Readiness readiness = readiness();

        assertThat(readiness.await(System.nanoTime())).isFalse();
        assertThat(readiness.obstacles()).contains("no \\\"broker\\\"; no keys; full");
    }

    /** It was asked again and again for two minutes, and then said that it was not ready in time. */
    @Test
    void doesNotWaitForAnInstanceThatTheBrokerRefuses() throws InterruptedException {
        byte[] answer =
                """
                {"status":"DOWN","checks":[{"name":"a","status":"DOWN","data":{"obstacles":"no keys; the broker refuses this one"}}]}
                """
                        .getBytes(StandardCharsets.UTF_8);
        server.createContext("/ready", exchange -> {
            exchange.sendResponseHeaders(503, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        Readiness readiness = readiness();

        assertThat(readiness.await(System.nanoTime() + 60_000_000_000L)).isFalse();
        assertThat(readiness.refusal()).contains("the broker refuses this one");
    }

    @Test
    void tellsAServerWithoutTheApplication() {
        assertThat(readiness().isDeployed()).isFalse();
    }

    @Test
    void findsTheReasonAtTheBottomOfTheFirstFailure() {
        BootFailures failures = new BootFailures();
        failures.publish(new LogRecord(Level.WARNING, "no failure"));
        failures.publish(failure("deployment", new IllegalStateException("shards is no number")));
        failures.publish(failure("lifecycle", new IllegalStateException("a consequence")));

        assertThat(BootFailures.first()).contains("shards is no number");
    }

    private static LogRecord failure(String message, Exception cause) {
        LogRecord entry = new LogRecord(Level.SEVERE, message);
        entry.setThrown(new RuntimeException(message, cause));
        return entry;
    }

    private Readiness readiness() {
        return new Readiness(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/ready"));
    }
}
