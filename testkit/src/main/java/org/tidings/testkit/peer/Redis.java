package org.tidings.testkit.peer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Redis that keeps everything in memory: the system's, or the one of Debian's package, unpacked into the cache. */
final class Redis {

    private static final String PROGRAM = "redis-server";

    private static final Recipe UNPACKED = new Recipe("redis", List.of("unpack.sh"), Tool.SHELL, List.of("unpack.sh"));

    private Redis() {}

    /** Returns its port. */
    static int start(Servers servers, Path working) throws Exception {
        Optional<Path> installed = Tool.find(PROGRAM);
        if (installed.isPresent()) {
            return servers.launch("redis", port -> command(installed.get(), working, port), Map.of());
        }
        Path made = UNPACKED.made();
        return servers.launch(
                "redis",
                port -> command(made.resolve("usr/bin").resolve(PROGRAM), working, port),
                Map.of("LD_LIBRARY_PATH", made.resolve("lib").toString()));
    }

    private static List<String> command(Path program, Path working, int port) {
        return List.of(
                program.toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                working.toString(),
                "--save",
                "",
                "--appendonly",
                "no");
    }
}
