package org.tidings.testkit.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tidings.testkit.load.Report;
import org.tidings.testkit.peer.Dialect;
import org.tidings.testkit.peer.Peer;
import org.tidings.testkit.peer.RunningPeer;
import org.tidings.testkit.peer.Tidings;

/** All peers that were started for a scenario, and the contestants. Closing it ends everything. Driven by one thread. */
final class Field implements AutoCloseable {

    private final Report report;
    private final Path folder;
    private final List<RunningPeer> running = new ArrayList<>();
    private final List<Contestant> contestants = new ArrayList<>();
    private final Thread atExit = new Thread(() -> running.forEach(RunningPeer::close), "end-peers");

    Field(Report report) {
        this.report = report;
        try {
            folder = Files.createTempDirectory("tidings-bench-");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder", e);
        }
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts a peer. */
    RunningPeer start(Peer peer, int nodes) {
        report.progress("starting %s%s", peer.name(), nodes == 1 ? "" : ", " + nodes + " nodes");
        try {
            Path own = Files.createDirectory(folder.resolve(running.size() + "-" + peer.name()));
            RunningPeer started = peer.start(own, nodes);
            running.add(started);
            report.progress("%s runs: process %s", peer.name(), pids(started));
            return started;
        } catch (Exception e) {
            throw new IllegalStateException(peer.name() + " could not be started: " + e.getMessage(), e);
        }
    }

    /** For whoever wants to look into them meanwhile. */
    private static String pids(RunningPeer peer) {
        return peer.processes().stream()
                .map(process -> Long.toString(process.pid()))
                .collect(Collectors.joining(", "));
    }

    /** Lets a started peer take part. */
    Contestant enter(String name, RunningPeer peer, Dialect dialect) {
        Contestant contestant = new Contestant(name, peer, dialect);
        contestants.add(contestant);
        return contestant;
    }

    /** Starts a peer on one node and lets it take part, spoken with as it is by default. */
    Contestant enter(Peer peer) {
        RunningPeer started = start(peer, 1);
        return enter(peer.name(), started, started.dialect());
    }

    /** Starts Tidings on one instance, or several. */
    Tidings.Running tidings(Plan plan, int nodes) {
        return (Tidings.Running) start(new Tidings(plan.platform()), nodes);
    }

    /** In the order in which they take turns. */
    List<Contestant> contestants() {
        return contestants;
    }

    @Override
    public void close() {
        contestants.forEach(Contestant::close);
        running.forEach(RunningPeer::close);
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
