package org.tidings.ear;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;

/** The WAR of the default distribution on Payara Micro, with a broker elsewhere. */
@Tag("payara-micro")
class PayaraMicroIT extends DurableChannelScenario {

    @Deployment(testable = false)
    static WebArchive war() {
        return Archives.war();
    }
}
