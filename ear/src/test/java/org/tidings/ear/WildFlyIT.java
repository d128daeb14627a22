package org.tidings.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The EAR, unchanged, on WildFly in its default configuration. */
@Tag("wildfly")
@ServerSetup(OpenChannels.class)
class WildFlyIT extends DurableChannelScenario {

    private static final String SERVER_STARTS = "WFLYSRV0049";

    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        return Archives.ear();
    }

    /** Else all works, and each frame costs more. */
    @Test
    void containsTheUndertowWhoseInsideIsKnown() throws IOException {
        Path home = Path.of(System.getProperty("tidings.it.wildfly.home"));
        Path module = home.resolve("modules/system/layers/base/io/undertow/core/main");
        assertThat(module.resolve("undertow-core-" + System.getProperty("tidings.it.undertow.version") + ".jar"))
                .exists();
        new RunningApplication().connect("alice").close();
        String log = Files.readString(home.resolve("standalone/log/server.log"));
        assertThat(log.substring(log.lastIndexOf(SERVER_STARTS))).doesNotContain("Undertow is not as it was known");
    }
}
