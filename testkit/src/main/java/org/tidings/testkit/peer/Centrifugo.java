package org.tidings.testkit.peer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Centrifugo with its engine in memory, built from its sources by Go. */
final class Centrifugo implements Peer {

    private static final Recipe RECIPE = new Recipe(
            "centrifugo",
            List.of("go.mod", "go.sum", "centrifugo.go", "config.json"),
            Tool.GO,
            List.of("build", "-trimpath", "-o", "centrifugo", "github.com/centrifugal/centrifugo/v5"));

    @Override
    public String name() {
        return "centrifugo";
    }

    @Override
    public RunningPeer start(Path working, int nodes) throws Exception {
        Alone.check(this, nodes);
        Path made = RECIPE.made();
        return Servers.start(
                working,
                (port, user, channel) -> new CentrifugoTalk(port, channel),
                servers -> servers.node(name(), port -> command(made, port), Map.of()));
    }

    private static List<String> command(Path made, int port) {
        return List.of(
                made.resolve("centrifugo").toString(),
                "--config",
                made.resolve("config.json").toString(),
                "--address",
                "127.0.0.1",
                "--port",
                Integer.toString(port));
    }
}
