package org.tidings.launcher;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Hands settings to the application as system properties of this JVM. What the command line says takes precedence there over
 * environment and configuration file; what the launcher only proposes gives way to both.
 */
final class InstanceProperties {
    /** Of {@code org.tidings.settings.Settings}, which this class must not see. */
    private static final String PROPOSAL_PREFIX = "tidings.launcher.";

    private static final String CHANNELS = "tidings.channels";

    private InstanceProperties() {}

    static void instance(String name, WorkDirectory directory) {
        System.setProperty("tidings.instance", name);
        System.setProperty("java.io.tmpdir", directory.scratch().toString());
    }

    static void embeddedBroker(InetAddress bind, int port, Path journal) {
        System.setProperty("tidings.embedded-broker.bind", bind.getHostAddress());
        System.setProperty("tidings.embedded-broker.port", Integer.toString(port));
        System.setProperty("tidings.embedded-broker.journal", journal.toString());
        System.setProperty("tidings.broker.url", "vm://0");
    }

    static void externalBroker(BrokerUrl broker) {
        System.setProperty("tidings.broker.url", broker.url());
    }

    /** @param publicKeys of the tokens to trust where the operator configures no issuer */
    static void developmentKeys(Path publicKeys, String issuer) {
        propose("mp.jwt.verify.publickey.location", publicKeys.toUri().toString());
        propose("mp.jwt.verify.issuer", issuer);
    }

    static void allowedOrigins(Origin origin) {
        propose("tidings.allowed-origins", String.join(",", origin.all()));
    }

    static void configuration(Path file) {
        System.setProperty("tidings.config", file.toString());
    }

    /** @return whether every channel is open now: an operator may have closed them by property or environment */
    static boolean openChannels() {
        propose(CHANNELS, "open");
        String property = System.getProperty(CHANNELS);
        String channels =
                property == null ? System.getenv(CHANNELS.replace('.', '_').toUpperCase(Locale.ROOT)) : property;
        return channels == null || channels.equals("open");
    }

    private static void propose(String key, String value) {
        System.setProperty(PROPOSAL_PREFIX + key, value);
    }
}
