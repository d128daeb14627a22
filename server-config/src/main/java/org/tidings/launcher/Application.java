package org.tidings.launcher;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The application's own classes, asked without a server. They are reached by reflection, for they lie behind a loader of their own,
 * and answer in types of the JDK.
 */
final class Application {
    private Application() {}

    /**
     * What a static method of one argument answers: lines for the user.
     *
     * @throws StartFailure where it fails, in its words
     */
    static <T> List<String> ask(String type, String method, Class<? super T> parameter, T argument)
            throws StartFailure {
        return ask(ApplicationLibraries::own, type, method, parameter, argument);
    }

    /**
     * Likewise.
     *
     * @param libraries those that it needs
     */
    static <T> List<String> ask(
            Predicate<String> libraries, String type, String method, Class<? super T> parameter, T argument)
            throws StartFailure {
        try {
            Path folder = Files.createTempDirectory("tidings-application");
            try (URLClassLoader loader = ApplicationLibraries.unpackTo(folder, libraries)) {
                return ask(loader, type, method, parameter, argument);
            } finally {
                delete(folder);
            }
        } catch (InvocationTargetException e) {
            throw new StartFailure(BootFailures.rootMessage(e), e);
        } catch (IOException | ReflectiveOperationException e) {
            throw new StartFailure("cannot use the application's classes: " + BootFailures.rootMessage(e), e);
        }
    }

    @SuppressWarnings("unchecked") // The methods' own type, which reflection does not tell.
    private static List<String> ask(ClassLoader loader, String type, String method, Class<?> parameter, Object argument)
            throws ReflectiveOperationException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // JSON-P looks its provider up through this.
        thread.setContextClassLoader(loader);
        try {
            return (List<String>) Class.forName(type, true, loader)
                    .getMethod(method, parameter)
                    .invoke(null, argument);
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
