package org.tidings.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/**
 * The application is taken away under its clients, and put back. Containers end open sockets by themselves when an application
 * stops, each at another moment: a client that hears 1001 from one of them, and no {@code bye}, does not know when to come back.
 */
@ExtendWith({ServerSurroundings.class, ArquillianExtension.class})
abstract class UndeploymentScenario {

    static final String APPLICATION = "tidings";

    @ArquillianResource
    private Deployer deployer;

    private final RunningApplication application = new RunningApplication();
    private final String channel = "it:" + UUID.randomUUID();

    /** One story, because every deployment takes seconds. */
    @Test
    void saysGoodbyeAndGoesOnWhereItWas() {
        deploy();
        WireEnvelope first;
        try (WireClient client = application.connect("alice")) {
            client.subscribe(channel);
            first = client.publish(channel, "1");
            client.events().take("message");
            deployer.undeploy(APPLICATION);
            WireEnvelope bye = client.events().take("bye");
            assertThat(bye.payload().getInt("code")).isEqualTo(4202);
            assertThat(bye.payload().getBoolean("reconnect")).isTrue();
            assertThat(client.awaitClose().code()).isEqualTo(4202);
        }
        assertNothingLeft();

        deploy();
        try (WireClient client = application.connect("alice")) {
            WireEnvelope reply = client.subscribe(channel, first.epoch(), first.seq());
            assertThat(reply.payload().getBoolean("recovered")).isTrue();
            assertThat(client.publish(channel, "2").epoch()).isEqualTo(first.epoch());
            assertThat(client.events().take("message").prev()).isEqualTo(first.seq());
            client.assertExhausted();
        }
        deployer.undeploy(APPLICATION);
    }

    /** Looks into the server, where it still runs. */
    abstract void assertNothingLeft();

    private void deploy() {
        deployer.deploy(APPLICATION);
        application.awaitReady();
    }
}
