package org.tidings.launcher;

import java.net.InetAddress;
import java.nio.file.Path;

/**
 * Hands the command's settings to the application as system properties of this JVM, where they take precedence over its
 * configuration file.
 */
final class InstanceProperties {

    InstanceProperties(String instance, Origin origin, WorkDirectory directory) {
        System.setProperty("java.io.tmpdir", directory.scratch().toString());
        set("tidings.instance", instance);
        if (System.getProperty("tidings.allowed-origins") == null && System.getenv("TIDINGS_ALLOWED_ORIGINS") == null) {
            set("tidings.allowed-origins", String.join(",", origin.all()));
        }
    }

    /** @return the URL under which other processes reach it */
    String embeddedBroker(InetAddress bind, int port, Path journal) {
        set("tidings.embedded-broker.bind", bind.getHostAddress());
        set("tidings.embedded-broker.port", Integer.toString(port));
        set("tidings.embedded-broker.journal", journal.toString());
        set("tidings.broker.url", "vm://0");
        return Origin.brokerUrl(bind, port);
    }

    String externalBroker(String url) {
        set("tidings.broker.url", url);
        return url;
    }

    /** @param file the configuration; null opens every channel to every authenticated subject */
    void configuration(Path file) {
        if (file == null) {
            set("tidings.channels", "open");
        } else {
            set("tidings.config", file.toAbsolutePath().toString());
        }
    }

    private static void set(String key, String value) {
        System.setProperty(key, value);
    }
}
