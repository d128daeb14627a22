package org.tidings.launcher;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The file that {@code --config} names, looked at by the application's own classes before a server is booted. These are reached by
 * reflection, for they lie behind a loader of their own.
 */
final class ConfigurationFile {
    private static final String CHECK = "org.tidings.instance.ConfigurationCheck";

    private ConfigurationFile() {}

    /** What is wrong with it, one line for each mistake; empty when an instance can use it. */
    static List<String> mistakes(Path file) throws StartFailure {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new StartFailure("cannot read " + file.toAbsolutePath() + ": name a readable file");
        }
        try {
            Path folder = Files.createTempDirectory("tidings-check");
            try (URLClassLoader application = ApplicationLibraries.unpackTo(folder, ApplicationLibraries::own)) {
                return check(application, file);
            } finally {
                delete(folder);
            }
        } catch (IOException | ReflectiveOperationException e) {
            throw new StartFailure("cannot check " + file + ": " + BootFailures.rootMessage(e), e);
        }
    }

    @SuppressWarnings("unchecked") // The method's own type, which reflection does not tell.
    private static List<String> check(ClassLoader application, Path file) throws ReflectiveOperationException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // JSON-P looks its provider up through this.
        thread.setContextClassLoader(application);
        try {
            return (List<String>) Class.forName(CHECK, true, application)
                    .getMethod("mistakes", Path.class)
                    .invoke(null, file);
        } catch (InvocationTargetException e) {
            throw new ReflectiveOperationException(e.getCause());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void delete(Path tree) throws IOException {
        List<Path> found;
        try (Stream<Path> paths = Files.walk(tree)) {
            found = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : found) {
            Files.delete(path);
        }
    }
}
