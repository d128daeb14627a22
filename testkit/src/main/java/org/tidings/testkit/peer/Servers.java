package org.tidings.testkit.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tidings.testkit.FreePort;

/** The processes of a peer. Driven by one thread. */
final class Servers implements RunningPeer {

    /** How one process is called, once its port is known. */
    interface Command {
        List<String> on(int port);
    }

    /** Starts a peer's processes, the ones that others need first. */
    interface Start {
        void of(Servers servers) throws Exception;
    }

    /** The talk of a new connection. */
    interface Talks {
        Conversation open(int port, String user, String channel);
    }

    private final Path folder;
    private final Talks talks;
    private final List<ServerProcess> processes = new ArrayList<>();

    /** Those of the nodes. */
    private final List<Integer> ports = new ArrayList<>();

    private Servers(Path folder, Talks talks) {
        this.folder = folder;
        this.talks = talks;
    }

    /** Starts all or leaves none. */
    static RunningPeer start(Path folder, Talks talks, Start start) throws Exception {
        Servers servers = new Servers(folder, talks);
        try {
            start.of(servers);
            return servers;
        } catch (Exception | Error e) {
            servers.close();
            throw e;
        }
    }

    /** One more node. */
    void node(String name, Command command, Map<String, String> environment) throws Exception {
        ports.add(launch(name + "-" + ports.size(), command, environment));
    }

    /** A process that nodes need; returns its port. */
    int launch(String name, Command command, Map<String, String> environment) throws IOException, InterruptedException {
        int port = FreePort.next();
        ServerProcess process = ServerProcess.launch(name, folder, command.on(port), environment);
        processes.add(process);
        process.awaitPort(port);
        return port;
    }

    @Override
    public int port(int node) {
        return ports.get(node);
    }

    @Override
    public List<ProcessHandle> processes() {
        return processes.stream().map(ServerProcess::handle).toList();
    }

    @Override
    public Dialect dialect() {
        return (node, user, channel) -> talks.open(port(node), user, channel);
    }

    /** Nodes first, then what they need. */
    @Override
    public void close() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            processes.get(i).close();
        }
    }
}
