package org.tidings.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Artemis for a process that is a broker alone: the libraries of the web application in this very jar, unpacked, so that there is one
 * jar to carry and one copy of Artemis in it.
 */
final class BrokerLibraries {
    private static final String WAR = "/MICRO-INF/deploy/tidings.war";
    private static final String LIBRARIES = "WEB-INF/lib/";

    private BrokerLibraries() {}

    /**
     * A loader that sees Artemis: one over {@code directory}, which it fills, or this class's own when run from class folders.
     *
     * @param directory empty, and this process's own
     */
    static ClassLoader unpackTo(Path directory) throws IOException {
        try (InputStream war = BrokerLibraries.class.getResourceAsStream(WAR)) {
            if (war == null) {
                return BrokerLibraries.class.getClassLoader();
            }
            List<URL> urls = new ArrayList<>();
            ZipInputStream zip = new ZipInputStream(war);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().startsWith(LIBRARIES) && entry.getName().endsWith(".jar")) {
                    Path jar = directory.resolve(entry.getName().substring(LIBRARIES.length()));
                    Files.copy(zip, jar);
                    urls.add(jar.toUri().toURL());
                }
            }
            return new URLClassLoader("broker", urls.toArray(URL[]::new), BrokerLibraries.class.getClassLoader());
        }
    }
}
