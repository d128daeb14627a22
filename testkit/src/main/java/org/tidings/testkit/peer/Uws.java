package org.tidings.testkit.peer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * uWebSockets, in the build that the Python package socketify contains: its own project publishes none to a registry. Python
 * only tells it what to do; rooms and sending are the library's.
 */
final class Uws implements Peer {

    private static final Tool PYTHON = new Tool(
            "python3", "Python 3.8 or newer with pip, and libuv (Debian: apt-get install python3 python3-pip libuv1)");

    private static final Recipe RECIPE = new Recipe(
            "uws",
            List.of("requirements.txt", "server.py"),
            PYTHON,
            List.of("-m", "pip", "install", "--quiet", "--target", "lib", "-r", "requirements.txt"));

    @Override
    public String name() {
        return "uws";
    }

    @Override
    public RunningPeer start(Path working, int nodes) throws Exception {
        Alone.check(this, nodes);
        Path made = RECIPE.made();
        String python = PYTHON.path();
        String server = made.resolve("server.py").toString();
        return Servers.start(
                working,
                (port, user, channel) -> new RoomsTalk(port, channel),
                servers -> servers.node(
                        name(),
                        port -> List.of(python, server, Integer.toString(port)),
                        Map.of("PYTHONPATH", made.resolve("lib").toString())));
    }
}
