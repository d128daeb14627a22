package org.tidings.launcher.broker;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import java.nio.file.Path;

/** Runs the broker inside an instance of the default distribution, when the launcher asked for one. */
@Singleton
@Startup
public class EmbeddedBrokerLifecycle {
    /** Null when the instance uses a broker of its own choice. Only touched by the container's start and stop. */
    private EmbeddedBroker broker;

    @PostConstruct
    void start() {
        String port = System.getProperty("tidings.embedded-broker.port");
        if (port != null) {
            broker = EmbeddedBroker.start(
                    System.getProperty("tidings.instance"),
                    Path.of(System.getProperty("tidings.embedded-broker.journal")),
                    System.getProperty("tidings.embedded-broker.bind"),
                    Integer.parseInt(port));
        }
    }

    @PreDestroy
    void stop() {
        if (broker != null) {
            broker.close();
        }
    }
}
