package org.tidings.ear;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;

@Tag("payara-micro")
class PayaraMicroUndeploymentIT extends UndeploymentScenario {

    @Deployment(name = APPLICATION, managed = false, testable = false)
    static WebArchive war() {
        return Archives.war();
    }

    /** Arquillian ends the whole process. */
    @Override
    void assertNothingLeft() {}
}
