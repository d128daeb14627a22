package org.tidings.launcher;

import java.nio.file.Path;
import java.util.Locale;
import org.tidings.client.token.DevelopmentKeys;

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

    private InstanceProperties() {}

    static void hand(InstancePlan plan) {
        System.setProperty("java.io.tmpdir", plan.work().scratch().toString());
        System.setProperty("tidings.instance", plan.name());
        if (plan.config() != null) {
            System.setProperty(CONFIG, plan.config().toString());
        } else {
            propose("tidings.max-connections-per-user", CONNECTIONS_PER_USER);
        }
        if (plan.broker() instanceof InstancePlan.Embedded embedded) {
            System.setProperty(
                    "tidings.embedded-broker.bind", plan.origin().bind().getHostAddress());
            System.setProperty("tidings.embedded-broker.port", Integer.toString(embedded.port()));
            System.setProperty(
                    "tidings.embedded-broker.journal", embedded.journal().toString());
            System.setProperty("tidings.broker.url", "vm://0");
        } else if (plan.broker() instanceof InstancePlan.External external) {
            System.setProperty("tidings.broker.url", external.url().url());
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
