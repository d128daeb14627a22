package org.tidings.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import fish.payara.micro.PayaraMicro;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** A library in the wrong place: a second copy of an interface is a second type, and a class in front hides the one behind it. */
class ContentOfTheRunnableJarIT {
    private static final Path JAR = Path.of("target", "tidings-server.jar");
    private static final String WAR = "MICRO-INF/deploy/tidings.war";

    @Test
    void theApplicationBringsNothingThatTheContainerHas() throws IOException {
        assertThat(libraries())
                .isNotEmpty()
                .noneMatch(name -> name.matches("(jakarta|microprofile|parsson|yasson|tyrus|picocli|payara).*"));
    }

    @Test
    void theApplicationIsThatOfTheEarAndTheBroker() throws IOException {
        assertThat(libraries())
                .anyMatch(name -> name.startsWith("tidings-ejb"))
                .anyMatch(name -> name.startsWith("tidings-messaging"))
                .anyMatch(name -> name.startsWith("artemis-server"))
                .contains("tidings-embedded-broker.jar", "tidings-listener.jar");
    }

    /** Seen from every class loader of the application: only what the launcher needs, and no part of the broker. */
    @Test
    void theServersClassPathHoldsTheLauncherAndNoArtemis() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName))
                    .contains("org/tidings/launcher/Main.class", "org/tidings/client/token/DevelopmentKeys.class")
                    .noneMatch(name -> name.startsWith("org/tidings/launcher/broker/"))
                    .noneMatch(name -> name.startsWith("org/tidings/launcher/listener/"))
                    .noneMatch(name -> name.startsWith("org/apache/activemq/"))
                    .noneMatch(name -> name.startsWith("jakarta/"));
        }
    }

    /** Payara opens packages of the JDK through its manifest, and a later version may open more. */
    @Test
    void theManifestIsPayarasButForTheMainClass() throws IOException, URISyntaxException {
        Path payara = Path.of(PayaraMicro.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Attributes theirs = attributes(payara);
        Attributes ours = attributes(JAR);

        for (String name : List.of("Add-Opens", "Add-Exports", "Start-Class")) {
            assertThat(ours.getValue(name)).isEqualTo(theirs.getValue(name)).isNotBlank();
        }
        assertThat(ours.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo(Main.class.getName());
    }

    private static Attributes attributes(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            return jar.getManifest().getMainAttributes();
        }
    }

    /** The names of the jars in WEB-INF/lib. */
    private static List<String> libraries() throws IOException {
        List<String> names = new ArrayList<>();
        try (JarFile jar = new JarFile(JAR.toFile());
                InputStream war = jar.getInputStream(jar.getEntry(WAR));
                ZipInputStream zip = new ZipInputStream(war)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().matches("WEB-INF/lib/.+")) {
                    names.add(entry.getName().substring("WEB-INF/lib/".length()));
                }
            }
        }
        return names;
    }
}
