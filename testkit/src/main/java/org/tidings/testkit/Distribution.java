package org.tidings.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where the built distribution lies, and how its commands are written. */
public final class Distribution {

    private static final Path JAR = Path.of("server-config", "target", "tidings-server.jar");

    private Distribution() {}

    /**
     * The project's root folder: what the script says, which may be called from anywhere, else the nearest one above the
     * working directory that holds {@code server-config}.
     */
    public static Path root() {
        String said = System.getProperty("testkit.root");
        if (said != null) {
            return Path.of(said);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("server-config").resolve("pom.xml"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException(
                        "not within the Tidings source folder: " + Path.of("").toAbsolutePath());
            }
        }
        return folder;
    }

    /** The runnable jar. */
    public static Path jar() {
        Path jar = root().resolve(JAR);
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " is missing: build it with ./tidings build");
        }
        return jar;
    }

    static List<String> java(String... arguments) {
        return java(jar(), arguments);
    }

    /**
     * {@code java -jar tidings-server.jar} with arguments: one process whose id is the server's own. As the script does, it
     * gives the JVM the options in TIDINGS_JAVA_OPTS.
     */
    static List<String> java(Path jar, String... arguments) {
        List<String> command = new ArrayList<>(List.of(tool("java"), "-Xmx512m"));
        Stream.of(System.getenv().getOrDefault("TIDINGS_JAVA_OPTS", "").split("\\s+"))
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The script at the root, with arguments. */
    public static List<String> script(String... arguments) {
        List<String> command = new ArrayList<>(List.of(root().resolve("tidings").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** A program of the JDK that runs this one. */
    public static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }
}
