package org.tidings.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever did something that the audit took down has a reason to change it. */
class TamperedTrailTest {
    private static final int MANY_BYTES = 1 << 20;

    @TempDir
    private Path directory;

    private Path first;

    @BeforeEach
    void tenRecordsInOneFile() throws IOException {
        try (AuditFile file = AuditFile.open(directory, "a", MANY_BYTES, false)) {
            file.append(events(9));
        }
        first = AuditFile.files(directory).get(0);
        assertThat(violations()).isEmpty();
    }

    @Test
    void changedRecordIsNamed() throws IOException {
        change(lines -> {
            lines.set(4, lines.get(4).replace("\"user\":\"u3\"", "\"user\":\"u8\""));
            return lines;
        });
        assertThat(violations())
                .containsExactly("audit-000001.ndjson:5: record 5 was changed: its hash is not that of its text");
    }

    @Test
    void changedRecordWithANewHashIsFoundByTheNextOne() throws IOException {
        change(lines -> {
            String body = lines.get(4).replaceFirst(",\"hash\".*", "}").replace("\"u3\"", "\"u8\"");
            lines.set(4, AuditLine.seal(body));
            return lines;
        });
        assertThat(violations())
                .singleElement()
                .asString()
                .contains("6: record 6 does not follow the record 5 that is there");
    }

    @Test
    void removedRecordsAreNamed() throws IOException {
        change(lines -> {
            lines.subList(3, 5).clear();
            return lines;
        });
        assertThat(violations())
                .containsExactly("audit-000001.ndjson:4: records 4 to 5 are missing before this line, behind"
                        + " audit-000001.ndjson:3");
    }

    @Test
    void swappedRecordsAreNamed() throws IOException {
        change(lines -> {
            Collections.swap(lines, 3, 4);
            return lines;
        });
        assertThat(violations())
                .containsExactly("audit-000001.ndjson:5: record 4 is out of its place: it stands behind record 5");
    }

    @Test
    void recordThatStandsTwiceIsNamed() throws IOException {
        change(lines -> {
            lines.add(5, lines.get(2));
            return lines;
        });
        assertThat(violations())
                .containsExactly("audit-000001.ndjson:6: record 3 is out of its place: it stands behind record 5");
    }

    @Test
    void endThatWasCutOffShowsInTheNextFile() throws IOException {
        try (AuditFile file = AuditFile.open(directory, "a", 100, false)) {
            file.append(events(3));
            file.append(events(3));
        }
        assertThat(AuditFile.files(directory).size()).isGreaterThan(1);
        assertThat(violations()).as("untouched").isEmpty();
        change(lines -> lines.subList(0, lines.size() - 2));
        assertThat(violations()).singleElement().asString().contains("are missing before this line");
    }

    /** Nothing can show it but the hash of the last record, where somebody kept it. */
    @Test
    void endOfTheNewestFileIsGuardedByTheHashThatIsPrinted() throws IOException {
        String whole = AuditVerifier.verify(AuditFile.files(directory)).summary();
        change(lines -> lines.subList(0, lines.size() - 1));
        AuditVerifier.Report cut = AuditVerifier.verify(AuditFile.files(directory));
        assertThat(cut.violations()).isEmpty();
        assertThat(cut.summary()).isNotEqualTo(whole);
    }

    @Test
    void halfALineThatACrashLeftIsToldAndKept() throws IOException {
        String half = "{\"n\":11,\"instance\":\"a\",\"at";
        Files.writeString(first, half, StandardOpenOption.APPEND);
        assertThat(violations()).singleElement().asString().contains("is half a record, as a crash leaves it");

        try (AuditFile file = AuditFile.open(directory, "a", MANY_BYTES, false)) {
            file.append(events(1));
        }
        assertThat(violations()).as("the next start tells of it").isEmpty();
        assertThat(Files.readString(first)).contains(half + "\n{\"n\":11,", "\"event\":\"torn\"");

        change(lines -> {
            lines.set(10, half + "x");
            return lines;
        });
        assertThat(violations())
                .singleElement()
                .asString()
                .contains("is no record, and none tells that a crash tore it");
    }

    @Test
    void foreignLineIsNamed() throws IOException {
        change(lines -> {
            lines.add(3, "hello");
            return lines;
        });
        assertThat(violations()).singleElement().asString().startsWith("audit-000001.ndjson:4: is no record");
    }

    private void change(UnaryOperator<List<String>> how) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(first));
        Files.write(first, how.apply(lines), StandardCharsets.UTF_8);
    }

    private List<String> violations() throws IOException {
        return AuditVerifier.verify(AuditFile.files(directory)).violations();
    }

    private static List<AuditEvent> events(int count) {
        List<AuditEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(AuditEvent.of("connected").with("user", "u" + i));
        }
        return events;
    }
}
