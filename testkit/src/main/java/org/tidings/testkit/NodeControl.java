package org.tidings.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary folder with instances, brokers and the keys that they share. Closing it, or the end of this process,
 * ends every process in it. Driven by one thread.
 */
public final class NodeControl implements AutoCloseable {

    private final Path folder;
    private final List<ControlledProcess> processes = new ArrayList<>();
    private final Thread atExit = new Thread(this::end, "end-nodes");

    public NodeControl() {
        try {
            folder = Files.createTempDirectory("tidings-nodes-");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder", e);
        }
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** An instance with a broker of its own, not started. */
    public Node embedded(String name) {
        return add(new Node(name, folder, keys(), null));
    }

    /** An instance that uses a broker elsewhere, not started. */
    public Node attached(String name, String brokerUrl) {
        return add(new Node(name, folder, keys(), brokerUrl));
    }

    /** An instance on WildFly that uses a broker of {@link #broker}, not started. Makes the keys where no instance has. */
    public WildFlyNode wildFly(String name, BrokerNode broker) {
        Tokens.makeKeys(keys());
        return add(new WildFlyNode(name, folder, keys(), broker));
    }

    /** A broker alone, not started. */
    public BrokerNode broker(String name) {
        return add(new BrokerNode(name, folder, brokerLogin()));
    }

    /** A pair of brokers, one per folder, not started. */
    public BrokerPair brokerPair() {
        BrokerPair pair = new BrokerPair(folder, brokerLogin());
        add(pair.primary());
        add(pair.backup());
        return pair;
    }

    /** A command of the script at the root, not started. The name is that of its log. */
    public Command command(String name, String... arguments) {
        return process(name, Distribution.script(arguments));
    }

    /** Any other process, not started: its program and arguments. */
    public Command process(String name, List<String> command) {
        return add(new Command(name, folder, command));
    }

    /** The development keys that all instances here share; made by the first of them. */
    public Path keys() {
        return folder.resolve("keys");
    }

    /** As whom instances log in at the brokers here. */
    public BrokerLogin brokerLogin() {
        return new BrokerLogin(keys());
    }

    public Tokens tokens() {
        return new Tokens(keys());
    }

    /** A folder of its own for each use, removed in the end. */
    public Path folder() {
        return folder;
    }

    private <P extends ControlledProcess> P add(P process) {
        processes.add(process);
        return process;
    }

    /** Copies every log, and what every thread does now, to a folder that outlives this one. */
    public void keepEvidence(Path target) {
        try {
            Files.createDirectories(target);
            for (ControlledProcess process : processes) {
                process.keepEvidence(target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not keep the logs in " + target, e);
        }
    }

    /** Ends every process; their files stay until this is closed. */
    public void end() {
        processes.forEach(ControlledProcess::close);
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException endingAlready) {
            // Then that hook does once more what is done.
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + folder, e);
        }
    }
}
