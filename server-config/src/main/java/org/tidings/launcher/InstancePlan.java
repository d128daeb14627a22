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
    record Embedded(int port, Path journal) implements Broker {}

    /** In another process. */
    record External(BrokerUrl url) implements Broker {}

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
