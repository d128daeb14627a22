package org.tidings.documentation;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tidings.testkit.Distribution;

/** The Java sources of all modules, as text. */
final class Sources {

    private static final List<String> MODULES =
            List.of("messaging", "ejb", "web", "client-tyrus", "server-config", "ear", "testkit", "examples");

    private Sources() {}

    /** What the group of a pattern matches, in all that runs in a server. */
    static Set<String> findInServer(Pattern pattern) {
        return Stream.of("messaging", "ejb", "web", "server-config")
                .flatMap(module -> files(module + "/src/main"))
                .flatMap(file -> pattern.matcher(read(file)).results())
                .map(match -> match.group(1))
                .collect(toCollection(TreeSet::new));
    }

    /** The names of all source files, without their ending. */
    static Set<String> classNames() {
        return MODULES.stream()
                .flatMap(module -> files(module + "/src"))
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(toCollection(TreeSet::new));
    }

    private static Stream<Path> files(String folder) {
        Path path = Distribution.root().resolve(folder);
        if (!Files.exists(path)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
