package org.tidings.launcher.listener;

import static org.assertj.core.api.Assertions.assertThat;

import fish.payara.micro.PayaraMicro;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Frames reach their socket past the container, by a way that is nowhere promised ({@code GrizzlyWire} and {@code CatalinaRequest} in the web module). Where another
 * version has moved something, they silently take the container's way, at several times the cost: here it is loud.
 */
class PayaraMovesItsConnectionsTest {
    private static final List<String> NESTED = List.of(
            "web-core.jar",
            "nucleus-grizzly-all.jar",
            "tyrus-container-servlet.jar",
            "tyrus-spi.jar",
            "jakarta.servlet-api.jar",
            "jakarta.websocket-api.jar",
            "jakarta.websocket-client-api.jar");

    @TempDir
    private Path folder;

    private final List<URL> jars = new ArrayList<>();

    @BeforeEach
    void unpack() throws IOException, URISyntaxException {
        Path server = Path.of(PayaraMicro.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile all = new JarFile(server.toFile())) {
            for (String name : NESTED) {
                var entry = all.getEntry("MICRO-INF/runtime/" + name);
                if (entry != null) {
                    Path jar = folder.resolve(name);
                    try (InputStream in = all.getInputStream(entry)) {
                        Files.copy(in, jar);
                    }
                    jars.add(jar.toUri().toURL());
                }
            }
        }
    }

    @Test
    void knowsTheWayFromARequestToItsConnection() throws Exception {
        try (URLClassLoader server =
                new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> facade = server.loadClass("org.apache.catalina.connector.RequestFacade");
            Class<?> coyote = facade.getMethod("getUnwrappedCoyoteRequest")
                    .getReturnType()
                    .getMethod("getCoyoteRequest")
                    .getReturnType();
            assertThat(coyote.getName()).isEqualTo("org.glassfish.grizzly.http.server.Request");
            assertThat(coyote.getMethod("getConnection").getReturnType().getName())
                    .isEqualTo("org.glassfish.grizzly.Connection");
        }
    }

    /** Where the request would not have these, each connection's handler would be made by CDI. */
    @Test
    void knowsWhatARequestRemembersOfItsUpgrade() throws Exception {
        try (URLClassLoader server =
                new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> request = server.loadClass("org.apache.catalina.connector.RequestFacade")
                    .getMethod("getUnwrappedCoyoteRequest")
                    .getReturnType();
            assertThat(request.getDeclaredField("httpUpgradeHandler").getType().getName())
                    .isEqualTo("jakarta.servlet.http.HttpUpgradeHandler");
            assertThat(request.getMethod("setUpgrade", boolean.class).getReturnType())
                    .isEqualTo(void.class);
        }
    }

    @Test
    void isOfTheVersionsThatWereRead() throws IOException {
        assertThat(version("nucleus-grizzly-all.jar", "org.glassfish.grizzly;version=\"4.0.2.payara-p2\""))
                .isTrue();
        assertThat(version("tyrus-container-servlet.jar", "version=\"2.1.5.payara-p2\""))
                .isTrue();
    }

    /** Whether the jar says so of what it exports. */
    private boolean version(String jar, String said) throws IOException {
        try (JarFile file = new JarFile(folder.resolve(jar).toFile())) {
            return file.getManifest()
                    .getMainAttributes()
                    .getValue("Export-Package")
                    .contains(said);
        }
    }
}
