package org.tidings.client;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/** Collects what a {@link TidingsClient} needs. Everything has a default but the address. Confined to one thread. */
public final class TidingsClientBuilder {

    private final URI uri;
    private TokenSupplier token = () -> null;
    private StateListener stateListener = change -> {};
    private Executor callbacks;
    private SSLContext sslContext;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration requestTimeout = Duration.ofSeconds(10);
    private Duration retryTimeout = Duration.ofSeconds(120);
    private Duration livenessInterval = Duration.ofSeconds(20);
    private Duration backoffBase = Duration.ofMillis(250);
    private Duration backoffCap = Duration.ofSeconds(8);
    private int queueCapacity = 1_000;
    private long queueBytes = 16L * 1024 * 1024;
    private int maxUnanswered = 256;
    private long inboundBytes = 4L * 1024 * 1024;
    private boolean cbor;

    TidingsClientBuilder(URI uri) {
        boolean webSocket = "ws".equalsIgnoreCase(uri.getScheme()) || "wss".equalsIgnoreCase(uri.getScheme());
        if (!webSocket || uri.getHost() == null) {
            throw new IllegalArgumentException("not a ws:// or wss:// address: " + uri);
        }
        this.uri = uri;
    }

    /** Who gives the token for each connection, and the next one when it is about to end. Without one the client connects without a token. */
    public TidingsClientBuilder token(TokenSupplier supplier) {
        token = Objects.requireNonNull(supplier, "supplier");
        return this;
    }

    public TidingsClientBuilder stateListener(StateListener listener) {
        stateListener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Where listeners are called and futures completed, instead of the client's own threads. It must not drop work. With
     * a single thread, a listener must not wait for a future.
     */
    public TidingsClientBuilder callbackExecutor(Executor executor) {
        callbacks = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /** Trust and keys for {@code wss} addresses, instead of the JVM's default; see {@link TrustedCertificates}. */
    public TidingsClientBuilder sslContext(SSLContext context) {
        sslContext = Objects.requireNonNull(context, "context");
        return this;
    }

    /** From the beginning of an attempt to the server's greeting. Default 10 s. */
    public TidingsClientBuilder connectTimeout(Duration timeout) {
        connectTimeout = positive(timeout);
        return this;
    }

    /** How long an answer may take, the wait for a connection included. Default 10 s. */
    public TidingsClientBuilder requestTimeout(Duration timeout) {
        requestTimeout = positive(timeout);
        return this;
    }

    /**
     * How long a publish that the server refuses for now (rate, outage) is tried again, counted from its first sending.
     * Default 2 min.
     */
    public TidingsClientBuilder retryTimeout(Duration timeout) {
        retryTimeout = positive(timeout);
        return this;
    }

    /** Silence after which the client asks the server whether it is still there. Default 20 s. */
    public TidingsClientBuilder livenessInterval(Duration interval) {
        livenessInterval = positive(interval);
        return this;
    }

    /** Pauses between attempts: random, up to {@code base} at first, doubling to {@code cap}. Default 250 ms and 8 s. */
    public TidingsClientBuilder backoff(Duration base, Duration cap) {
        backoffBase = positive(base);
        backoffCap = positive(cap);
        return this;
    }

    /** Bounds of the publishes without a result, on their way or waiting for a connection. Default 1,000 and 16 MiB. */
    public TidingsClientBuilder publishQueue(int messages, long bytes) {
        if (messages < 1 || bytes < 1) {
            throw new IllegalArgumentException("the queue needs room");
        }
        queueCapacity = messages;
        queueBytes = bytes;
        return this;
    }

    /** How many publishes may be on their way without an answer. Default 256. */
    public TidingsClientBuilder maxUnanswered(int messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("at least one must be on its way");
        }
        maxUnanswered = messages;
        return this;
    }

    /** How much may have been read that no listener has taken yet; then reading stops. Default 4 MiB. */
    public TidingsClientBuilder inboundBytes(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("something must come in");
        }
        inboundBytes = bytes;
        return this;
    }

    /**
     * Speaks CBOR in binary frames with servers that do so too, which is less to send and to read. Nothing else changes: payloads
     * are JSON.
     */
    public TidingsClientBuilder cbor() {
        cbor = true;
        return this;
    }

    /** A client in state IDLE: it connects when told to. */
    public TidingsClient build() {
        return new TidingsClient(new ClientOptions(
                uri,
                token,
                stateListener,
                callbacks,
                sslContext,
                connectTimeout,
                requestTimeout,
                retryTimeout,
                livenessInterval,
                backoffBase,
                backoffCap,
                queueCapacity,
                queueBytes,
                maxUnanswered,
                inboundBytes,
                cbor));
    }

    private static Duration positive(Duration duration) {
        if (duration.toMillis() < 1) {
            throw new IllegalArgumentException("not a positive duration: " + duration);
        }
        return duration;
    }
}
