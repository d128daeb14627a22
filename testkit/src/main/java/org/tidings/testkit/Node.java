package org.tidings.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** One instance of Tidings, as {@code ./tidings serve} runs it. Keeps its ports and data over restarts. */
public final class Node extends Instance {

    private static final int CLIENTS_KEPT = 20;

    private final int brokerPort = FreePort.next();
    private final Path data;
    private final Path keys;

    /** Null where the broker is embedded. */
    private final String brokerUrl;

    /** Null for the distribution as it was built. */
    private Path jar;

    /** The latest clients, oldest first, for the evidence of a failed test. */
    private final Deque<WireClient> clients = new ArrayDeque<>();

    Node(String name, Path folder, Path keys, String brokerUrl) {
        super(name, folder.resolve(name + ".log"));
        this.data = folder.resolve(name + "-data");
        this.keys = keys;
        this.brokerUrl = brokerUrl;
    }

    @Override
    List<String> command() {
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", Integer.toString(port())));
        arguments.addAll(List.of("--instance", name(), "--keys", keys.toString()));
        arguments.addAll(List.of("--data", data.toString()));
        if (brokerUrl == null) {
            arguments.addAll(List.of("--broker-port", Integer.toString(brokerPort)));
        } else {
            arguments.addAll(List.of("--broker", brokerUrl));
        }
        String[] all = arguments.toArray(String[]::new);
        return onItsJvm(jar == null ? Distribution.java(all) : Distribution.java(jar, all));
    }

    @Override
    public Node on(Jvm other) {
        super.on(other);
        return this;
    }

    /** From its next start on it runs this jar, made from that of the distribution. */
    public Node running(Path other) {
        jar = other;
        return this;
    }

    @Override
    public Node setting(String key, String value) {
        super.setting(key, value);
        return this;
    }

    /** The broker that this instance uses: its own, or the one it was given. */
    public String brokerUrl() {
        return brokerUrl == null ? "tcp://127.0.0.1:" + brokerPort : brokerUrl;
    }

    /** A wire client connected to this instance. */
    public WireClient connect(String token) {
        WireClient client = WireClient.connect(ws(), token);
        clients.addLast(client);
        if (clients.size() > CLIENTS_KEPT) {
            clients.removeFirst();
        }
        return client;
    }

    @Override
    void keepEvidence(Path target) throws IOException {
        super.keepEvidence(target);
        int number = 0;
        for (WireClient client : clients) {
            List<String> lines = Stream.concat(Stream.of(client.hello()), client.events().everything().stream())
                    .map(WireEnvelope::text)
                    .toList();
            Files.write(target.resolve(name() + "-client-" + ++number + ".ndjson"), lines);
        }
    }

    @Override
    List<Path> logs() {
        return Stream.concat(super.logs().stream(), logsBelow(data).stream()).toList();
    }
}
