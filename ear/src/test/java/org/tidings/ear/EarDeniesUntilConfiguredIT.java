package org.tidings.ear;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.WireClient;

/** An EAR that was deployed and forgotten must not be an open door: a good token alone opens no channel. */
@Tag("wildfly")
@ExtendWith({ServerSurroundings.class, ArquillianExtension.class})
class EarDeniesUntilConfiguredIT {

    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        return Archives.ear();
    }

    @Test
    void forbidsEveryChannelToEverybody() {
        RunningApplication application = new RunningApplication();
        application.awaitReady();
        try (WireClient client = application.connect("alice")) {
            client.request("subscribe").channel("orders:1").error("forbidden");
            client.request("history").channel("orders:1").error("forbidden");
            client.request("publish").channel("orders:1").payload("1").error("forbidden");
            client.assertExhausted();
        }
    }
}
