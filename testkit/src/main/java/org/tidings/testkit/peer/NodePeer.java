package org.tidings.testkit.peer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A server on Node.js, one process a node.
 *
 * @param folder of its files
 * @param adapter through which nodes share their rooms by way of Redis, as the server's file calls it; null for a server whose
 *     rooms end with its process
 */
record NodePeer(String name, String folder, String adapter, Servers.Talks talks) implements Peer {

    @Override
    public RunningPeer start(Path working, int nodes) throws Exception {
        if (adapter == null) {
            Alone.check(this, nodes);
        }
        Path made = new Recipe(
                        folder,
                        List.of("package.json", "package-lock.json", "server.js"),
                        Tool.NPM,
                        // What a package would run when it is installed is not run.
                        List.of("ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"))
                .made();
        String node = Tool.NODE.path();
        return Servers.start(working, talks, servers -> {
            List<String> behind =
                    adapter == null ? List.of() : List.of(adapter, Integer.toString(Redis.start(servers, working)));
            for (int i = 0; i < nodes; i++) {
                servers.node(name, port -> command(node, made, port, behind), Map.of("NODE_ENV", "production"));
            }
        });
    }

    private static List<String> command(String node, Path made, int port, List<String> behind) {
        List<String> command =
                new ArrayList<>(List.of(node, made.resolve("server.js").toString(), Integer.toString(port)));
        command.addAll(behind);
        return command;
    }
}
