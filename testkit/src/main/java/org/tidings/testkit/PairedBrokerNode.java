package org.tidings.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One broker of a {@link BrokerPair}. Keeps its port and data over restarts. */
public final class PairedBrokerNode extends ControlledProcess {

    private final String role;
    private final int port;
    private final int peerPort;
    private final Path witness;
    private final Path data;
    private final Path keys;
    private boolean takesOver;

    PairedBrokerNode(String role, int port, int peerPort, Path folder, Path keys) {
        super(role, folder.resolve(role + ".log"));
        this.role = role;
        this.port = port;
        this.peerPort = peerPort;
        this.witness = folder.resolve("witness");
        this.data = folder.resolve(role + "-data");
        this.keys = keys;
    }

    @Override
    List<String> command() {
        List<String> arguments = new ArrayList<>(List.of(
                "broker",
                "--role",
                role,
                "--port",
                Integer.toString(port),
                "--peer",
                "127.0.0.1:" + peerPort,
                "--witness",
                witness.toString(),
                "--data",
                data.toString(),
                "--keys",
                keys.toString()));
        if (takesOver) {
            arguments.add("--take-over");
        }
        return Distribution.java(arguments.toArray(String[]::new));
    }

    /** From its next start on it goes live although the other one, which is lost for good, was live after it. */
    public PairedBrokerNode takingOver() {
        takesOver = true;
        return this;
    }

    /** Loses its journal, as with its disk; it does not run. */
    public void wipe() {
        try (Stream<Path> files = Files.walk(journal())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** Where it listens while it is live. */
    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Its folder of messages and bindings. */
    public Path journal() {
        return data.resolve("journal");
    }

    /** Whether it is the one that takes connections, by its last word. */
    public boolean live() {
        return running() && standing().startsWith("live");
    }

    /** Whether it has everything that is acknowledged, and takes over when the live one is lost; by its last word. */
    public boolean inSync() {
        return running() && standing().startsWith("follows");
    }

    /** What it said last of how it stands to the other one; empty before. */
    public String standing() {
        return lastLineOf("Tidings broker: ");
    }

    /** Live, or able to become it. */
    @Override
    boolean ready() {
        return live() || inSync();
    }

    @Override
    List<Path> logs() {
        return Stream.concat(super.logs().stream(), logsBelow(data).stream()).toList();
    }
}
