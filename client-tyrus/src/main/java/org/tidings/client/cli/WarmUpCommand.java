package org.tidings.client.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;
import java.util.stream.Stream;
import org.tidings.client.ConnectionState;
import org.tidings.client.Event;
import org.tidings.client.TidingsClient;
import org.tidings.client.token.DevelopmentKeys;
import org.tidings.client.token.DevelopmentToken;
import org.tidings.envelope.BadPayload;
import org.tidings.envelope.Decoded;
import org.tidings.envelope.Envelope;
import org.tidings.envelope.EnvelopeCodec;
import org.tidings.envelope.Hello;
import org.tidings.envelope.Payloads;
import org.tidings.envelope.Subscribed;
import picocli.CommandLine.Command;

/**
 * Touches the classes that the other commands need, so that the build can keep them in an archive that the JVM maps at
 * start. Not for people: it does nothing that can be seen.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {

    private static final String EVENT =
            "{\"v\":1,\"type\":\"event\",\"action\":\"message\",\"channel\":\"a:b\",\"seq\":2,"
                    + "\"prev\":1,\"epoch\":\"e\",\"payload\":{\"a\":[1]},\"headers\":{\"k\":\"v\"}}";

    @Override
    public Integer call() throws IOException, BadPayload, InterruptedException {
        LogManager.getLogManager().reset();
        Path folder = Files.createTempDirectory("tidings");
        try {
            DevelopmentKeys.openOrCreate(folder);
            String token =
                    DevelopmentToken.of("warm-up", Duration.ofHours(1)).sign(DevelopmentKeys.openOrCreate(folder));
            connectToNobody(token);
        } finally {
            delete(folder);
        }
        Payloads.read("{\"limits\":{\"maxFrameBytes\":65536},\"dedupeWindowMs\":1}", Hello.class);
        Payloads.read("{\"recovered\":true,\"count\":0}", Subscribed.class);
        for (Decoded decoded : EnvelopeCodec.decode(EVENT)) {
            if (decoded instanceof Envelope envelope) {
                EventLine.of(new Event(
                        envelope.channel(),
                        envelope.epoch(),
                        envelope.seq(),
                        envelope.prev(),
                        envelope.payload(),
                        envelope.from(),
                        envelope.at(),
                        envelope.messageId(),
                        envelope.headers()));
            }
        }
        return Main.SUCCESS;
    }

    /** The handshake is sent, and the connection closed instead of an answer. */
    private static void connectToNobody(String token) throws IOException, InterruptedException {
        CountDownLatch failed = new CountDownLatch(1);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TidingsClient client = TidingsClient.builder(
                                URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/tidings/ws"))
                        .token(() -> token)
                        .stateListener(change -> {
                            if (change.to() == ConnectionState.WAITING) {
                                failed.countDown();
                            }
                        })
                        .build()) {
            client.connect();
            client.publish("a:b", "{\"a\":1}");
            server.accept().close();
            failed.await(5, TimeUnit.SECONDS);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.walk(folder)) {
            found = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : found) {
            Files.delete(each);
        }
    }
}
