package org.tidings.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidings.client.ScriptedPeer;
import org.tidings.client.ScriptedServer;
import org.tidings.envelope.Envelope;

/** Whoever pipes a tail into another program relies on its lines, on its exit code, and on its silence. */
class TailCommandTest {

    @TempDir
    private Path data;

    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void printsEachEventAsOneLineWithThePayloadAsPublished() throws Exception {
        try (RunningCommand tail = tail("orders:eu", "--count", "2")) {
            ScriptedPeer peer = subscribed();
            peer.event(
                    "message",
                    "\"channel\":\"orders:eu\",\"seq\":101,\"prev\":0,\"payload\":{ \"a\":1.50, \"b\":\"\\u00e9\"},"
                            + "\"from\":\"ali\\\"ce\",\"at\":1700000000000,\"messageId\":\"m-1\",\"headers\":{\"k\":\"v\"}");
            peer.message("orders:eu", 102, 101);

            assertThat(tail.line())
                    .isEqualTo("{\"channel\":\"orders:eu\",\"epoch\":\"k3\",\"seq\":101,\"prev\":0,"
                            + "\"from\":\"ali\\\"ce\",\"at\":1700000000000,\"messageId\":\"m-1\",\"headers\":{\"k\":\"v\"},"
                            + "\"payload\":{ \"a\":1.50, \"b\":\"\\u00e9\"}}");
            assertThat(tail.line()).contains("\"seq\":102");
            assertThat(tail.line()).isNull();
            assertThat(tail.exitCode()).isZero();
            assertThat(tail.errorLine()).isEqualTo("made new development keys in data");
        }
    }

    /** JSON takes a carriage return for a blank; terminals, and readers of lines in Python or Java, do not. */
    @Test
    void aPublisherForgesNoLineAndDoesNothingToTheTerminal() throws Exception {
        try (RunningCommand tail = tail("orders:eu", "--count", "1")) {
            subscribed()
                    .event(
                            "message",
                            "\"channel\":\"orders:eu\",\"seq\":101,\"prev\":0,\"from\":\"bob\","
                                    + "\"payload\":[\"\u009B2J\u2028\",\r{\"channel\":\"forged\"}\r]");

            assertThat(tail.line()).endsWith("\"payload\":[\"\\u009b2J\\u2028\", {\"channel\":\"forged\"} ]}");
            assertThat(tail.line()).isNull();
        }
    }

    @Test
    void survivesADisconnectAndTellsOfItOnStderr() throws Exception {
        try (RunningCommand tail = tail("orders:eu", "--count", "2")) {
            ScriptedPeer first = subscribed();
            first.message("orders:eu", 101, 0);
            assertThat(tail.line()).contains("\"seq\":101");
            first.abort();
            ScriptedPeer second = server.connection();
            Envelope again = second.expect("subscribe");
            assertThat(again.payload()).contains("\"seq\":101");
            second.reply(
                    again,
                    "\"epoch\":\"k3\",\"shard\":2,\"seq\":300,\"payload\":{\"recovered\":false,\"count\":1,"
                            + "\"gap\":{\"after\":101,\"before\":200,\"reason\":\"expired\",\"count\":7}}");
            second.message("orders:eu", 200, 199);
            assertThat(tail.line()).contains("\"seq\":200");
            assertThat(tail.exitCode()).isZero();
            assertThat(tail.errorLineWith("lost the connection")).startsWith("tidings tail: ");
            assertThat(tail.errorLineWith("connected again")).contains("scripted");
            assertThat(tail.errorLineWith("gap"))
                    .isEqualTo("tidings tail: gap in orders:eu: 7 events are missing after 101 before 200 (expired)");
        }
    }

    @Test
    void beginsWhereItIsTold() throws Exception {
        try (RunningCommand tail = tail("orders:eu", "orders:us", "--since", "k3.41")) {
            ScriptedPeer peer = server.connection();
            for (String channel : new String[] {"orders:eu", "orders:us"}) {
                Envelope subscribe = peer.expect("subscribe");
                assertThat(subscribe.channel()).isEqualTo(channel);
                assertThat(subscribe.payload()).isEqualTo("{\"since\":{\"epoch\":\"k3\",\"seq\":41}}");
            }
            tail.interrupt();
        }
        try (RunningCommand tail = tail("orders:eu", "--last", "20")) {
            assertThat(server.connection().expect("subscribe").payload()).isEqualTo("{\"last\":20}");
            tail.interrupt();
        }
    }

    @Test
    void keepsTryingWhileNoServerIsThere() throws Exception {
        server.close();
        try (RunningCommand tail = tail("orders:eu")) {
            assertThat(tail.errorLineWith("cannot connect")).contains("refused").contains("trying again in");
            assertThat(tail.errorLineWith("cannot connect")).contains("trying again in");
            tail.interrupt();
            assertThat(tail.exitCode()).isZero();
        }
    }

    @Test
    void endsCleanlyWhenInterrupted() throws Exception {
        try (RunningCommand tail = tail("orders:eu")) {
            ScriptedPeer peer = subscribed();
            tail.interrupt();
            assertThat(tail.exitCode()).isZero();
            assertThat(peer.awaitClose()).isEqualTo(1000);
            assertThat(tail.line()).isNull();
        }
    }

    @Test
    void endsWhenItsReaderIsGone() throws Exception {
        try (RunningCommand tail = tail("orders:eu")) {
            ScriptedPeer peer = subscribed();
            tail.closeStdout();
            peer.message("orders:eu", 101, 0);
            peer.message("orders:eu", 102, 101);
            assertThat(tail.exitCode()).isZero();
        }
    }

    @Test
    void failsWithOneLineWhenTheTokenIsRefused() throws Exception {
        try (RunningCommand tail = tail("orders:eu", "--token", "stolen")) {
            ScriptedPeer first = server.request();
            assertThat(first.header("Authorization")).isEqualTo("Bearer stolen");
            first.refuse(401);
            server.request().refuse(401);
            assertThat(tail.exitCode()).isEqualTo(1);
            assertThat(tail.errorLine()).isEqualTo("tidings tail: the server refused the connection: HTTP status 401");
        }
    }

    @Test
    void failsWhenTheChannelIsRefused() throws Exception {
        try (RunningCommand tail = tail("orders:eu")) {
            ScriptedPeer peer = server.connection();
            peer.refuse(peer.expect("subscribe"), "forbidden", false, 0);
            assertThat(tail.exitCode()).isEqualTo(1);
            assertThat(tail.errorLineWith("forbidden")).isEqualTo("tidings tail: orders:eu: forbidden");
        }
    }

    private RunningCommand tail(String... args) throws Exception {
        String[] all = new String[args.length + 3];
        all[0] = "tail";
        System.arraycopy(args, 0, all, 1, args.length);
        all[args.length + 1] = "--url";
        all[args.length + 2] = server.uri().toString();
        return new RunningCommand(data, all);
    }

    private ScriptedPeer subscribed() throws InterruptedException {
        ScriptedPeer peer = server.connection();
        peer.reply(
                peer.expect("subscribe"),
                "\"epoch\":\"k3\",\"shard\":2,\"seq\":100,\"payload\":{\"recovered\":true,\"count\":0}");
        return peer;
    }
}
