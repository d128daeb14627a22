package org.tidings.testkit.peer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tidings.testkit.Distribution;

/** The least that a server can do, in one Java file: what can be had at most, and what the generator is tried against. */
record Trivial() implements Peer {

    @Override
    public String name() {
        return "trivial";
    }

    @Override
    public RunningPeer start(Path folder, int nodes) throws Exception {
        Alone.check(this, nodes);
        Path classes = Path.of(TrivialServer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return Servers.start(
                folder,
                (port, user, channel) -> new RoomsTalk(port, channel),
                servers -> servers.node(
                        name(),
                        port -> List.of(
                                Distribution.tool("java"),
                                "-Xmx256m",
                                "-cp",
                                classes.toString(),
                                TrivialServer.class.getName(),
                                Integer.toString(port)),
                        Map.of()));
    }
}
