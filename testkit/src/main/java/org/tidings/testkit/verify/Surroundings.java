package org.tidings.testkit.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.tidings.testkit.Distribution;

/** What a run tries, and on what machine: read from the distribution and the operating system themselves. */
final class Surroundings {

    private static final Pattern PAYARA = Pattern.compile(".*/payara-micro-core-(.*)\\.jar");
    private static final Pattern ARTEMIS = Pattern.compile(".*/artemis-server-(.*)\\.jar");
    private static final String UNKNOWN = "unknown";

    private Surroundings() {}

    static Map<String, String> versions() throws IOException {
        Map<String, String> versions = new LinkedHashMap<>();
        try (JarFile jar = new JarFile(Distribution.jar().toFile())) {
            String tidings = jar.getManifest().getMainAttributes().getValue("Implementation-Version");
            versions.put("Tidings", tidings == null ? UNKNOWN : tidings);
            versions.put("Artemis", artemis(jar));
            versions.put(
                    "Payara Micro",
                    jar.stream()
                            .map(entry -> PAYARA.matcher(entry.getName()))
                            .filter(Matcher::matches)
                            .map(matcher -> matcher.group(1))
                            .findFirst()
                            .orElse(UNKNOWN));
        }
        versions.put("Java", System.getProperty("java.vm.version"));
        versions.put(System.getProperty("os.name"), System.getProperty("os.version"));
        return versions;
    }

    /** It lies in the web application, which lies in the jar. */
    private static String artemis(JarFile jar) throws IOException {
        for (ZipEntry application :
                jar.stream().filter(entry -> entry.getName().endsWith(".war")).toList()) {
            try (JarInputStream inside = new JarInputStream(jar.getInputStream(application))) {
                for (ZipEntry entry = inside.getNextEntry(); entry != null; entry = inside.getNextEntry()) {
                    Matcher matcher = ARTEMIS.matcher(entry.getName());
                    if (matcher.matches()) {
                        return matcher.group(1);
                    }
                }
            }
        }
        return UNKNOWN;
    }

    static String machine() {
        long kilobytes = first(Path.of("/proc/meminfo"), "MemTotal:\\s+(\\d+) kB")
                .map(Long::valueOf)
                .findFirst()
                .orElse(0L);
        String processor = first(Path.of("/proc/cpuinfo"), "model name\\s*:\\s*(.*)")
                .findFirst()
                .orElse(System.getProperty("os.arch"));
        return String.format(
                "%d cores of %s, %.1f GiB of memory",
                Runtime.getRuntime().availableProcessors(), processor, kilobytes / 1048576.0);
    }

    private static Stream<String> first(Path file, String pattern) {
        try {
            Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
            return matcher.find() ? Stream.of(matcher.group(1)) : Stream.empty();
        } catch (IOException elsewhere) {
            return Stream.empty();
        }
    }
}
