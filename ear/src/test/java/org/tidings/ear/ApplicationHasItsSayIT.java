package org.tidings.ear;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.WireClient;

/** An application's bean in another module of the EAR is not seen by Tidings' module, and its veto is never asked for. */
@Tag("wildfly")
@ExtendWith({ServerSurroundings.class, ArquillianExtension.class})
class ApplicationHasItsSayIT {

    private static final String SESSION_BEAN =
            """
            <ejb-jar xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0"><enterprise-beans><session>
              <ejb-name>DeskAuthorizer</ejb-name>
              <business-local>org.tidings.authorization.ChannelAuthorizer</business-local>
              <ejb-class>org.tidings.ear.DeskAuthorizer</ejb-class>
              <session-type>Stateless</session-type>
            </session></enterprise-beans></ejb-jar>
            """;

    private static final String DESCRIPTOR = "META-INF/application.xml";

    @Deployment(testable = false)
    static EnterpriseArchive ear() throws IOException {
        EnterpriseArchive ear = Archives.ear();
        JavaArchive module = ShrinkWrap.create(JavaArchive.class, "desk.jar")
                .addClass(DeskAuthorizer.class)
                .addAsManifestResource(new StringAsset(SESSION_BEAN), "ejb-jar.xml")
                .addAsManifestResource(new StringAsset("<beans bean-discovery-mode=\"annotated\"/>"), "beans.xml")
                .setManifest(new StringAsset("Manifest-Version: 1.0\nClass-Path: tidings-ejb.jar\n"));
        String descriptor;
        try (InputStream own = ear.get(DESCRIPTOR).getAsset().openStream()) {
            descriptor = new String(own.readAllBytes(), StandardCharsets.UTF_8);
        }
        return ear.addAsModule(module)
                .setApplicationXML(new StringAsset(
                        descriptor.replaceFirst("<module>", "<module><ejb>desk.jar</ejb></module><module>")));
    }

    @Test
    void opensWhatNoRuleOpensAndNothingElse() {
        RunningApplication application = new RunningApplication();
        application.awaitReady();
        try (WireClient client = application.connect("alice")) {
            client.subscribe("desk:1");
            client.publish("desk:1", "1");
            client.events().take("message");
            client.request("subscribe").channel("orders:1").error("forbidden");
            client.request("publish").channel("orders:1").payload("1").error("forbidden");
            client.assertExhausted();
        }
    }
}
