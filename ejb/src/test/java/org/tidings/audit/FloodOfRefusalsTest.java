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

/** Whoever knocks without end must neither fill the disk nor push out what others did. */
class FloodOfRefusalsTest {
    private final MeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    private Path directory;

    @Test
    void isTakenDownInPartAndTheRestIsCounted() throws IOException {
        AuditTrail trail =
                new AuditTrail(new AuditSettings("a", directory, 1 << 20, false, 1_000, false, false), meters);
        int takenDown = 0;
        for (int i = 0; i < 10_000; i++) {
            takenDown += trail.recordRefusal(AuditEvent.of("handshake-refused")) ? 1 : 0;
        }
        assertThat(takenDown).isBetween(RefusalRoom.BURST - 1, 2 * RefusalRoom.BURST);
        boolean next = false;
        while (!next) {
            next = trail.recordRefusal(AuditEvent.of("handshake-refused").with("address", "last"));
        }
        trail.record(AuditEvent.of("connected"));
        trail.start(Thread::new);
        trail.close();

        List<String> lines = Files.readAllLines(AuditFile.files(directory).get(0));
        assertThat(lines).anyMatch(line -> line.contains("\"address\":\"last\",\"passedOver\":"));
        assertThat(lines).anyMatch(line -> line.contains("\"connected\""));
        assertThat(meters.get("tidings.audit.dropped").counter().count()).isZero();
    }
}
