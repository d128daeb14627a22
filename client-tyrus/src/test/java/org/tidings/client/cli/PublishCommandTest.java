package org.tidings.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidings.client.ScriptedPeer;
import org.tidings.client.ScriptedServer;
import org.tidings.envelope.Envelope;

/** A script that publishes believes the exit code: zero must mean that everything is stored. */
class PublishCommandTest {

    @TempDir
    private Path data;

    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void endsWithZeroOnceTheValueIsStored() throws Exception {
        try (RunningCommand publish = publish("orders:eu", "{\"id\": 7}")) {
            ScriptedPeer peer = server.connection();
            Envelope sent = peer.expect("publish");
            assertThat(sent.payload()).isEqualTo("{\"id\": 7}");
            peer.reply(sent, "\"epoch\":\"k3\",\"seq\":1");
            assertThat(publish.exitCode()).isZero();
            assertThat(publish.line()).isNull();
        }
    }

    @Test
    void namesTheLinesThatAreNotJsonAndPublishesTheOthers() throws Exception {
        try (RunningCommand publish = publish("orders:eu")) {
            publish.input("1\n\n{\"a\":}\n  \"three\" \r\n[4");
            publish.endInput();
            ScriptedPeer peer = server.connection();
            for (String payload : List.of("1", "\"three\"")) {
                Envelope sent = peer.expect("publish");
                assertThat(sent.payload()).isEqualTo(payload);
                peer.reply(sent, "\"epoch\":\"k3\",\"seq\":1");
            }
            assertThat(publish.exitCode()).isEqualTo(1);
            assertThat(publish.errorLineWith("line"))
                    .isEqualTo("tidings publish: line 3: the payload is not one JSON value");
            assertThat(publish.errorLine()).isEqualTo("tidings publish: line 5: the payload is not one JSON value");
            assertThat(publish.errorLine()).matches("tidings publish: 2 published in \\d+\\.\\d s, 2 failed");
        }
    }

    @Test
    void survivesADisconnectWithoutLosingOrSwappingALine() throws Exception {
        try (RunningCommand publish = publish("orders:eu")) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                lines.append(i).append('\n');
            }
            publish.input(lines.toString());
            publish.endInput();
            ScriptedPeer first = server.connection();
            List<String> stored = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Envelope sent = first.expect("publish");
                stored.add(sent.payload());
                first.reply(sent, "\"epoch\":\"k3\",\"seq\":" + i);
            }
            first.expect("publish");
            first.abort();
            ScriptedPeer second = server.connection();
            while (stored.size() < 50) {
                Envelope sent = second.expect("publish");
                if (!stored.contains(sent.payload())) {
                    stored.add(sent.payload());
                }
                second.reply(sent, "\"epoch\":\"k3\",\"seq\":1");
            }
            assertThat(publish.exitCode()).isZero();
            assertThat(String.join("\n", stored) + "\n").isEqualTo(lines.toString());
            assertThat(publish.errorLineWith("published")).contains("50 published");
        }
    }

    @Test
    void failsWhenOneIsRefused() throws Exception {
        try (RunningCommand publish = publish("orders:eu", "1")) {
            ScriptedPeer peer = server.connection();
            peer.refuse(peer.expect("publish"), "forbidden", false, 0);
            assertThat(publish.exitCode()).isEqualTo(1);
            assertThat(publish.errorLineWith("forbidden")).isEqualTo("tidings publish: forbidden: no");
        }
    }

    @Test
    void failsWithOneLineWhenTheTokenIsRefused() throws Exception {
        try (RunningCommand publish = publish("orders:eu")) {
            publish.input("1\n2\n3\n");
            server.request().refuse(401);
            // Though stdin stays open and silent.
            server.request().refuse(401);
            assertThat(publish.exitCode()).isEqualTo(1);
            assertThat(publish.errorLineWith("refused"))
                    .isEqualTo("tidings publish: the server refused the connection: HTTP status 401");
            assertThat(publish.errorLine()).contains("0 published");
        }
    }

    @Test
    void keepsToTheRate() throws Exception {
        try (RunningCommand publish = publish("orders:eu", "--rate", "50")) {
            publish.input("1\n".repeat(26));
            publish.endInput();
            ScriptedPeer peer = server.connection();
            long start = 0;
            for (int i = 0; i < 26; i++) {
                Envelope sent = peer.expect("publish");
                start = i == 0 ? System.nanoTime() : start;
                peer.reply(sent, "\"epoch\":\"k3\",\"seq\":" + i);
            }
            // 25 intervals of 20 ms; up to 100 ms may have been caught up while connecting.
            assertThat(System.nanoTime() - start).isGreaterThan(300_000_000L);
            assertThat(publish.exitCode()).isZero();
        }
    }

    private RunningCommand publish(String... args) throws Exception {
        String[] all = new String[args.length + 3];
        all[0] = "publish";
        System.arraycopy(args, 0, all, 1, args.length);
        all[args.length + 1] = "--url";
        all[args.length + 2] = server.uri().toString();
        return new RunningCommand(data, all);
    }
}
