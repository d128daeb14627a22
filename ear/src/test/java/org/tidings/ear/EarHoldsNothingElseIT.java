package org.tidings.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A new version of a library may bring a friend that no one asked for. On some servers a class that is there twice is two classes,
 * and a jar too many hides the server's own.
 */
@Tag("wildfly")
class EarHoldsNothingElseIT {

    private static final String REVIEWED = "/ear-content.txt";

    @Test
    void holdsWhatWasReviewed() throws IOException {
        try (ZipFile ear = new ZipFile("target/tidings.ear")) {
            assertThat(jars(ear).stream().map(ZipEntry::getName)).containsExactlyInAnyOrderElementsOf(reviewed());
        }
    }

    @Test
    void holdsNoClassTwice() throws IOException {
        Map<String, String> places = new HashMap<>();
        try (ZipFile ear = new ZipFile("target/tidings.ear")) {
            for (ZipEntry jar : jars(ear)) {
                try (ZipInputStream content = new ZipInputStream(ear.getInputStream(jar))) {
                    for (ZipEntry entry = content.getNextEntry(); entry != null; entry = content.getNextEntry()) {
                        if (entry.getName().endsWith(".class") && !isVersionOrModule(entry.getName())) {
                            assertThat(places.put(entry.getName(), jar.getName()))
                                    .as(entry.getName() + " in " + jar.getName())
                                    .isNull();
                        }
                    }
                }
            }
        }
        assertThat(places).isNotEmpty();
    }

    private static boolean isVersionOrModule(String name) {
        return name.startsWith("META-INF/versions/") || name.equals("module-info.class");
    }

    private static List<? extends ZipEntry> jars(ZipFile ear) {
        return ear.stream()
                .filter(entry ->
                        entry.getName().endsWith(".jar") || entry.getName().endsWith(".war"))
                .toList();
    }

    private static List<String> reviewed() throws IOException {
        try (InputStream file = EarHoldsNothingElseIT.class.getResourceAsStream(REVIEWED)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }
}
