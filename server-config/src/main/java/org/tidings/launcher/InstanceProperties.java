package org.tidings.launcher;

import java.nio.file.Path;
import java.util.Locale;
import org.tidings.client.token.DevelopmentKeys;
import org.tidings.launcher.access.BrokerUsers;

/**
 * Hands settings to the application as system properties of this JVM. What the command line says takes precedence there over
 * environment and configuration file; what the launcher only proposes gives way to both.
 */
final class InstanceProperties {
    /** Of {@code org.tidings.settings.Settings}, which this class cannot see. */
    private static final String PROPOSAL_PREFIX = "tidings.launcher.";

    private static final String CHANNELS = "tidings.channels";
    private static final String CONFIG = "tidings.config";

    /** For trying out: load tests use one token for all. */
    private static final String CONNECTIONS_PER_USER = "10000";

    private static final String BROKER_USER = "tidings.broker.user";
    private static final String BROKER_PASSWORD_FILE = "tidings.broker.password-file";

    private InstanceProperties() {}

    static void hand(InstancePlan plan) {
        System.setProperty("java.io.tmpdir", plan.work().scratch().toString());
        System.setProperty("tidings.instance", plan.name());
        if (plan.config() != null) {
            follow(plan.config());
        } else {
            propose("tidings.max-connections-per-user", CONNECTIONS_PER_USER);
        }
        if (plan.broker() instanceof InstancePlan.Embedded embedded) {
            System.setProperty(
                    "tidings.embedded-broker.bind", plan.origin().bind().getHostAddress());
            System.setProperty("tidings.embedded-broker.port", Integer.toString(embedded.port()));
            System.setProperty(
                    "tidings.embedded-broker.journal", embedded.journal().toString());
            System.setProperty(
                    "tidings.embedded-broker.users",
                    embedded.access().users().folder().toString());
            System.setProperty("tidings.broker.url", "vm://0");
            logIn(BrokerUsers.INSTANCE, embedded.access().users().instancePassword());
        } else if (plan.broker() instanceof InstancePlan.External external) {
            hand(external);
        }
        propose("tidings.allowed-origins", String.join(",", plan.origin().all()));
        propose(
                "mp.jwt.verify.publickey.location",
                plan.keys().publicKeys().toUri().toString());
        propose(
                "tidings.audit.directory",
                plan.data()
                        .resolve("instances")
                        .resolve(plan.name())
                        .resolve("audit")
                        .toString());
        propose("mp.jwt.verify.issuer", DevelopmentKeys.ISSUER);
    }

    /** Of this file whatever runs in this JVM takes its settings. */
    static void follow(Path configuration) {
        System.setProperty(CONFIG, configuration.toString());
    }

    private static void hand(InstancePlan.External broker) {
        System.setProperty("tidings.broker.url", broker.url().url());
        if (broker.issuers() != null) {
            System.setProperty(
                    "tidings.broker.ca", broker.issuers().toAbsolutePath().toString());
        }
        if (broker.user() != null) {
            System.setProperty(BROKER_USER, broker.user());
        }
        if (broker.passwordFile() != null) {
            logIn(null, broker.passwordFile().toAbsolutePath());
        }
        if (broker.proposedPasswordFile() != null) {
            propose(BROKER_PASSWORD_FILE, broker.proposedPasswordFile().toString());
        }
    }

    /** @param user null to leave it as it is */
    private static void logIn(String user, Path passwordFile) {
        if (user != null) {
            System.setProperty(BROKER_USER, user);
        }
        System.setProperty(BROKER_PASSWORD_FILE, passwordFile.toString());
        // Hides one that is meant for another broker.
        System.setProperty("tidings.broker.password", "");
    }

    /** @return whether every channel is open now: an operator may have closed them by property or environment */
    static boolean openChannels() {
        propose(CHANNELS, "open");
        String channels = configured(CHANNELS);
        return channels == null || channels.equals("open");
    }

    /** The configuration file that property or environment name; null where none is. */
    static Path configurationFile() {
        String file = configured(CONFIG);
        return file == null || file.isBlank() ? null : Path.of(file.strip());
    }

    private static String configured(String key) {
        String property = System.getProperty(key);
        return property == null ? System.getenv(key.replace('.', '_').toUpperCase(Locale.ROOT)) : property;
    }

    private static void propose(String key, String value) {
        System.setProperty(PROPOSAL_PREFIX + key, value);
    }
}
