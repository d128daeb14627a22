package org.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verdict is in the number: a client that comes back against it is a nuisance, one that does not is lost. */
class FatalCloseStopsReconnectTest {

    private final ScriptedServer server = new ScriptedServer();
    private final BlockingQueue<StateChange> ends = new LinkedBlockingQueue<>();
    private final AtomicInteger tokensAsked = new AtomicInteger();
    private final TidingsClient client = server.client()
            .token(() -> "token-" + tokensAsked.incrementAndGet())
            .stateListener(change -> {
                if (change.to() == ConnectionState.CLOSED) {
                    ends.add(change);
                }
            })
            .build();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {4000, 4001, 4003, 4008, 4009, 4099})
    void forGoodBetween4000And4099(int code) throws Exception {
        client.connect();
        ScriptedPeer peer = server.connection();
        CompletableFuture<Receipt> unanswered = client.publish("orders:eu", "1");
        peer.expect("publish");
        peer.close(code, "stay away");

        StateChange end = ends.poll(10, TimeUnit.SECONDS);
        assertThat(end).isNotNull();
        assertThat(end.failure()).isPresent();
        assertThat(unanswered)
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(TidingsException.class, failure -> assertThat(failure.failure())
                        .isEqualTo(Failure.OUTCOME_UNKNOWN));
        assertThat(client.publish("orders:eu", "2"))
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(TidingsException.class, failure -> assertThat(failure.failure())
                        .isEqualTo(Failure.CLOSED));
        assertThat(server.noOneComesWithin(50)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1009, 1011, 1012, 4100, 4101, 4103, 4199, 4200, 4201, 4202, 4299, 4300})
    void notForAnyOtherNumber(int code) throws Exception {
        client.connect();
        server.connection().close(code, "come back");
        server.connection();
        assertThat(ends).isEmpty();
    }

    @Test
    void notForAConnectionThatBreaks() throws Exception {
        client.connect();
        server.connection().abort();
        server.connection();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void forATokenRefusedTwice(int status) throws Exception {
        client.connect();
        ScriptedPeer first = server.request();
        assertThat(first.header("Authorization")).isEqualTo("Bearer token-1");
        first.refuse(status, "WWW-Authenticate: Bearer");
        ScriptedPeer second = server.request();
        assertThat(second.header("Authorization")).isEqualTo("Bearer token-2");
        second.refuse(status, "WWW-Authenticate: Bearer");

        StateChange end = ends.poll(10, TimeUnit.SECONDS);
        assertThat(end).isNotNull();
        assertThat(end.failure()).hasValueSatisfying(failure -> assertThat(failure.errorCode())
                .contains(status == 401 ? "unauthenticated" : "forbidden"));
        assertThat(server.noOneComesWithin(50)).isTrue();
    }

    @Test
    void notForATokenThatAFreshOneReplaces() throws Exception {
        client.connect();
        server.request().refuse(401);
        server.connection().abort();
        server.request().refuse(401);
        assertThat(server.connection().header("Authorization")).isEqualTo("Bearer token-4");
        assertThat(ends).isEmpty();
    }

    @Test
    void whenTheFarewellSaysSo() throws Exception {
        client.connect();
        ScriptedPeer peer = server.connection();
        peer.event("bye", "\"payload\":{\"code\":4103,\"reason\":\"overloaded\",\"reconnect\":false}");
        peer.abort();
        assertThat(ends.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void andTheRequestCarriesWhatTheProtocolAsksFor() throws Exception {
        client.connect();
        ScriptedPeer peer = server.connection();
        assertThat(peer.header("Sec-WebSocket-Protocol")).isEqualTo("tidings.v1.json");
        assertThat(peer.header("Origin")).isNull();
        assertThat(peer.header("Host")).isEqualTo("127.0.0.1:" + server.uri().getPort());
    }
}
