package org.tidings.distribution;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tidings.testkit.Distribution;

/** The distribution with an endpoint beside the real one that sends back what it gets. Made for a test, and gone with it. */
final class EchoDistribution {
    private static final String WAR = "/MICRO-INF/deploy/tidings.war";
    private static final Path BUILT = Path.of("web", "target");

    private EchoDistribution() {}

    /** @param folder where it is put */
    static Path assemble(Path folder) throws IOException {
        Path jar = Files.copy(Distribution.jar(), folder.resolve("echo-server.jar"));
        Path war = folder.resolve("tidings.war");
        try (FileSystem content = open(jar, Map.of())) {
            Files.copy(content.getPath(WAR), war);
            try (FileSystem application = open(war, Map.of("compressionMethod", "STORED"))) {
                Files.copy(endpoint(), application.getPath("/WEB-INF/lib/tidings-web-echo.jar"));
            }
            Files.delete(content.getPath(WAR));
            Files.copy(war, content.getPath(WAR));
        }
        Files.delete(war);
        return jar;
    }

    private static FileSystem open(Path archive, Map<String, String> options) throws IOException {
        return FileSystems.newFileSystem(URI.create("jar:" + archive.toUri()), options);
    }

    private static Path endpoint() throws IOException {
        try (Stream<Path> built = Files.list(Distribution.root().resolve(BUILT))) {
            List<Path> found =
                    built.filter(file -> file.toString().endsWith("-echo.jar")).toList();
            if (found.size() != 1) {
                throw new IllegalStateException("not one *-echo.jar in " + BUILT + ", but " + found);
            }
            return found.get(0);
        }
    }
}
