package org.tidings.ear;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Tag;

/** The EAR, unchanged, on WildFly in its default configuration. */
@Tag("wildfly")
@ServerSetup(OpenChannels.class)
class WildFlyIT extends DurableChannelScenario {

    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        return Archives.ear();
    }
}
