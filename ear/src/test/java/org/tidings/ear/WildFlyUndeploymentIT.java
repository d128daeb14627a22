package org.tidings.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.testkit.Await.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.as.arquillian.container.ManagementClient;
import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Tag;

/**
 * Artemis and Netty keep threads of their own, which would run on in a server that has forgotten their classes: eight for every
 * deployment, for ever, and six that die ten seconds later of a missing class.
 */
@Tag("wildfly")
@ServerSetup(OpenChannels.class)
class WildFlyUndeploymentIT extends UndeploymentScenario {

    /** Less than the ten seconds in which Artemis would get rid of some by itself. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final ModelNode THREADING =
            new ModelNode().add("core-service", "platform-mbean").add("type", "threading");

    @ArquillianResource
    private ManagementClient management;

    @Deployment(name = APPLICATION, managed = false, testable = false)
    static EnterpriseArchive ear() {
        return Archives.ear();
    }

    @Override
    void assertNothingLeft() {
        await(SOON, () -> ours().isEmpty(), () -> "left behind: " + ours());
    }

    /** Threads of the application and of the libraries that it brings. */
    private List<String> ours() {
        List<String> all = threads();
        assertThat(all).isNotEmpty();
        return all.stream()
                .filter(name -> name.startsWith("tidings-") || name.contains("activemq"))
                .toList();
    }

    private List<String> threads() {
        ModelNode dump = Operations.createOperation("dump-all-threads", THREADING);
        dump.get("locked-monitors").set(false);
        dump.get("locked-synchronizers").set(false);
        try {
            ModelNode threads = management.getControllerClient().execute(dump);
            return Operations.readResult(threads).asList().stream()
                    .map(thread -> thread.get("thread-name").asString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
