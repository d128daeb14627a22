package org.tidings.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slow disk must neither stop the sessions nor make gaps that nobody tells of. */
class FullQueueTest {
    private final MeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    private Path directory;

    @Test
    void whatDoesNotFitIsCountedAndToldOf() throws IOException {
        AuditTrail trail = new AuditTrail(new AuditSettings("a", directory, 1 << 20, false, 100, false, false), meters);
        for (int i = 0; i < 250; i++) {
            trail.record(AuditEvent.of("connected").with("user", "u" + i));
        }
        assertThat(meters.get("tidings.audit.dropped").counter().count()).isEqualTo(150);

        trail.start(Thread::new);
        trail.close();

        List<Path> files = AuditFile.files(directory);
        assertThat(AuditVerifier.verify(files).violations()).isEmpty();
        List<String> lines = Files.readAllLines(files.get(0));
        assertThat(lines).hasSize(103);
        assertThat(lines.get(1)).contains("\"event\":\"dropped\",\"count\":150");
        assertThat(lines.get(102)).contains("\"event\":\"ended\"");
        assertThat(meters.get("tidings.audit.written").counter().count()).isEqualTo(102);
    }

    @Test
    void nothingIsWrittenWhereNoAuditIsWanted() {
        AuditTrail trail = AuditTrail.off(meters);
        for (int i = 0; i < 10; i++) {
            trail.record(AuditEvent.of("connected"));
        }
        trail.start(Thread::new);
        trail.close();
        assertThat(meters.find("tidings.audit.dropped").counter())
                .as("nothing to count")
                .isNull();
    }
}
