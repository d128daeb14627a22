package org.tidings.client;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/**
 * What a client was built with. Immutable.
 *
 * @param callbacks the application's executor, or null for the client's own workers
 * @param sslContext null for the JVM's default
 * @param cbor whether binary frames are asked for
 */
record ClientOptions(
        URI uri,
        TokenSupplier token,
        StateListener stateListener,
        Executor callbacks,
        SSLContext sslContext,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration retryTimeout,
        Duration livenessInterval,
        Duration backoffBase,
        Duration backoffCap,
        int queueCapacity,
        long queueBytes,
        int maxUnanswered,
        long inboundBytes,
        boolean cbor) {}
