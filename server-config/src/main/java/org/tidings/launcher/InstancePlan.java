package org.tidings.launcher;

import java.net.URI;
import java.nio.file.Path;
import org.tidings.client.token.DevelopmentKeys;

/**
 * An instance about to be started: checked, its folders locked for this process.
 *
 * @param data the data directory
 * @param work its own folder in there
 * @param config null without a configuration file
 */
record InstancePlan(
        String name, Origin origin, Broker broker, Path data, WorkDirectory work, DevelopmentKeys keys, Path config) {

    /** Where its log of events is. */
    sealed interface Broker {}

    /** In this process, reachable by others on a port. */
    record Embedded(int port, Path journal, BrokerAccessPlan access) implements Broker {}

    /**
     * In another process.
     *
     * @param user as whom to log in; null where the settings decide
     * @param passwordFile of the operator's choice; null for none
     * @param proposedPasswordFile that counts where the settings name no password; null for none
     * @param issuers whom the broker's certificate must be from; null where the settings decide
     */
    record External(BrokerUrl url, String user, Path passwordFile, Path proposedPasswordFile, Path issuers)
            implements Broker {}

    /** @param path below the application's, with a leading slash */
    URI url(String path) {
        return URI.create(origin.primary() + "/tidings" + path);
    }

    /** Where other instances find the broker, to be printed. */
    String brokerUrl() {
        return broker instanceof Embedded embedded
                ? Origin.brokerUrl(origin.bind(), embedded.port()) + " (embedded)"
                : ((External) broker).url().url();
    }
}
