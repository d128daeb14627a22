package org.tidings.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.testkit.Await.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Handshake;
import org.tidings.testkit.frames.Bystanders;
import org.tidings.testkit.frames.FrameTricks;
import org.tidings.testkit.frames.Outcome;
import org.tidings.testkit.frames.OutcomeSheet;
import org.tidings.testkit.frames.Trick;

/**
 * Undertow takes its connections past the servlet API, so nothing of ours stands in front of it: the same tricks as on the
 * default distribution, and what becomes of them there.
 */
@Tag("wildfly")
@ServerSetup(OpenChannelsAndQuickPings.class)
@ExtendWith({ServerSurroundings.class, ArquillianExtension.class})
class RawFramesIT {
    private static final Path REVIEWED = Path.of("src/test/resources/raw-frames/expected-wildfly.txt");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_FRAME_BYTES = 65_536;

    /** Undertow hands over the frames that came in one segment with a close frame. They publish with their sender's rights. */
    private static final int CARRIED_OUT_BEHIND_A_CLOSE = 2;

    private final RunningApplication application = new RunningApplication();

    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        return Archives.ear();
    }

    @Test
    void everyTrickEndsAsReviewedAndDisturbsNobody() throws IOException {
        application.awaitReady();
        String channel = "it:" + UUID.randomUUID();
        OutcomeSheet sheet = new OutcomeSheet();
        try (Bystanders bystanders = new Bystanders(application.ws(), ServerSurroundings.tokens(), channel)) {
            for (Trick trick : FrameTricks.all(channel, MAX_FRAME_BYTES)) {
                Handshake handshake = Handshake.to(application.ws())
                        .bearer(ServerSurroundings.tokens().of("mallory"));
                sheet.add(trick, Outcome.of(trick, handshake, PATIENCE));
                bystanders.assertUndisturbed(trick);
            }
            assertThat(bystanders.smuggled()).isLessThanOrEqualTo(CARRIED_OUT_BEHIND_A_CLOSE);
        }
        await(() -> application.gauge("tidings_sessions") == 0, "sessions are left behind");
        sheet.assertEquals(REVIEWED);
    }
}
