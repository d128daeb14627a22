package org.tidings.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What lies in the web application of this very jar, for a command that needs it without the server: the libraries are unpacked, so
 * that there is one jar to carry and one copy of each in it.
 */
final class ApplicationLibraries {
    private static final String WAR = "/MICRO-INF/deploy/tidings.war";
    private static final String LIBRARIES = "WEB-INF/lib/";
    private static final String JSON = "jakarta.json.jar";

    private ApplicationLibraries() {}

    /** For {@link #unpackTo}: those of the application, Artemis too. */
    static boolean all(String jar) {
        return !jar.equals(JSON);
    }

    /** For {@link #unpackTo}: Tidings' own, which read the configuration, the schemas in it too, and the server's for JSON. */
    static boolean own(String jar) {
        return jar.startsWith("tidings-") || jar.startsWith("json-schema-") || jar.equals(JSON);
    }

    /**
     * A loader that sees the libraries chosen: one over {@code directory}, which it fills, or one over nothing when run from
     * class folders.
     *
     * @param directory empty, and this process's own
     */
    static URLClassLoader unpackTo(Path directory, Predicate<String> chosen) throws IOException {
        List<URL> urls = new ArrayList<>();
        try (InputStream war = ApplicationLibraries.class.getResourceAsStream(WAR);
                InputStream json = ApplicationLibraries.class.getResourceAsStream("/MICRO-INF/runtime/" + JSON)) {
            if (war == null) {
                return new URLClassLoader("application", new URL[0], ApplicationLibraries.class.getClassLoader());
            }
            if (chosen.test(JSON)) {
                Path jar = directory.resolve(JSON);
                Files.copy(json, jar);
                urls.add(jar.toUri().toURL());
            }
            ZipInputStream zip = new ZipInputStream(war);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name =
                        entry.getName().startsWith(LIBRARIES) ? entry.getName().substring(LIBRARIES.length()) : "";
                if (name.endsWith(".jar") && chosen.test(name)) {
                    Path jar = directory.resolve(name);
                    Files.copy(zip, jar);
                    urls.add(jar.toUri().toURL());
                }
            }
            return new URLClassLoader(
                    "application", urls.toArray(URL[]::new), ApplicationLibraries.class.getClassLoader());
        }
    }
}
