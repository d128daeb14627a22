package org.tidings.ear;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tidings.testkit.Distribution;

/** Boots WildFly the way that {@code docs/servers.md} tells an operator: its own configuration, and our file of properties. */
final class WildFlySurroundings {

    private static final Path TEMPLATE = Path.of("server-config", "wildfly", "tidings.properties");

    private WildFlySurroundings() {}

    static void prepare(Path target, Map<String, String> settings) throws IOException {
        Properties properties = new Properties();
        try (Reader template = Files.newBufferedReader(Distribution.root().resolve(TEMPLATE))) {
            properties.load(template);
        }
        properties.putAll(settings);
        Path file = target.resolve("wildfly.properties");
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.ISO_8859_1)) {
            properties.store(writer, null);
        }
        System.setProperty("tidings.it.wildfly.arguments", "-P=" + file + ports("http", "https", "management.http"));
    }

    private static String ports(String... listeners) {
        return Stream.of(listeners)
                .map(listener -> " -Djboss." + listener + ".port=" + ServerSurroundings.port(listener))
                .collect(Collectors.joining());
    }
}
