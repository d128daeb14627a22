package org.tidings.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An audit's file that somebody wrote: it is judged, in lines, and an instance can go on behind it. */
public final class AuditFuzz {

    private static final Path FILE = file();

    private AuditFuzz() {}

    /** Where the fuzzer comes in. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Files.write(FILE, input);
        judge();
        try (AuditFile trail = AuditFile.open(FILE.getParent(), "fuzz", Long.MAX_VALUE, false)) {
            trail.append(List.of(AuditEvent.of("connected")));
        }
        judge();
    }

    private static void judge() throws IOException {
        AuditVerifier.Report report = AuditVerifier.verify(List.of(FILE));
        assertThat(report.summary()).doesNotContainPattern("\\p{Cc}");
        assertThat(report.violations()).allSatisfy(line -> assertThat(line).doesNotContainPattern("\\p{Cc}"));
    }

    private static Path file() {
        try {
            Path folder = Files.createTempDirectory("audit-fuzz");
            Path file = folder.resolve("audit-000001.ndjson");
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
