package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidings.testkit.Await.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidings.testkit.Handshake;
import org.tidings.testkit.Node;
import org.tidings.testkit.NodePair;
import org.tidings.testkit.NodesExtension;
import org.tidings.testkit.frames.Bystanders;
import org.tidings.testkit.frames.FrameTricks;
import org.tidings.testkit.frames.Outcome;
import org.tidings.testkit.frames.OutcomeSheet;
import org.tidings.testkit.frames.Trick;

/**
 * Tyrus, left alone, takes frames without a mask as if they were good, and keeps megabytes of a frame whose end never
 * comes: what nobody may send must end the connection, and be felt by nobody else.
 */
@ExtendWith(NodesExtension.class)
class RawFramesIT {
    private static final Path REVIEWED = Path.of("src/test/resources/raw-frames/expected-payara-micro.txt");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MAX_FRAME_BYTES = 65_536;

    private NodePair pair;

    @BeforeEach
    void find(NodePair running) {
        pair = running;
    }

    @Test
    void everyTrickEndsAsReviewedAndDisturbsNobody() throws IOException {
        Node node = pair.a();
        String channel = pair.freshChannel();
        OutcomeSheet sheet = new OutcomeSheet();
        int before = sessions(node);
        try (Bystanders bystanders = new Bystanders(node.ws(), pair.tokens(), channel)) {
            for (Trick trick : FrameTricks.all(channel, MAX_FRAME_BYTES)) {
                Handshake handshake =
                        Handshake.to(node.ws()).bearer(pair.tokens().of("mallory"));
                sheet.add(trick, Outcome.of(trick, handshake, PATIENCE));
                bystanders.assertUndisturbed(trick);
            }
            assertThat(bystanders.smuggled()).as("publishes in broken frames").isZero();
        }
        await(() -> sessions(node) <= before, "sessions are left behind");
        assertThat(node.hasLogged("\tat ")).as("a stack trace in the log").isFalse();
        sheet.assertEquals(REVIEWED);
    }

    /** What {@link AutobahnCasesIT} puts beside the application has no business in what users get. */
    @Test
    void nothingSendsBackWhatItGets() throws IOException {
        URI echo = URI.create(pair.a().ws().toString().replace("/ws", "/echo"));

        assertThat(Handshake.to(echo)
                        .bearer(pair.tokens().of("alice"))
                        .refusal()
                        .status())
                .isEqualTo(404);
    }

    private static int sessions(Node node) {
        try {
            return node.get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("tidings_sessions "))
                    .map(line -> (int) Double.parseDouble(line.split(" ")[1]))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
