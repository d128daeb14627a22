package org.tidings.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Some of what is taken down strangers chose: a message's id, a token's. Whatever it holds, it stays within its record, also
 * for readers that take more for the end of a line than a line feed, and does nothing to a terminal.
 */
class ForgedAuditLineTest {

    private static final String FORGED = "{\"n\":2,\"event\":\"admitted\",\"user\":\"mallory\"}";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\r",
                "\r\n",
                "\u000B",
                "\f",
                "\u0000",
                "\u001B[2J",
                "\u007F",
                "\u0085",
                "\u009B2J",
                "\u2028",
                "\u2029",
                "\u202E",
                "\u2066",
                "\uFEFF",
                "\"}\n",
                "\\u000a",
                "\uD800"
            })
    void staysWithinItsRecord(String hostile) throws IOException {
        String chosen = "m" + hostile + FORGED;
        try (AuditFile file = AuditFile.open(directory, "a", 1 << 20, false)) {
            file.append(List.of(
                    AuditEvent.of("published")
                            .with("user", chosen)
                            .with("token", chosen)
                            .with("channel", chosen)
                            .with("messageId", chosen),
                    AuditEvent.of("disconnected")));
        }
        Path file = AuditFile.files(directory).get(0);
        String text = Files.readString(file);

        assertThat(text.split("\\R|[\\x0B\\f]")).hasSize(3).allMatch(line -> line.startsWith("{\"n\":"));
        assertThat(text).doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202E\\u2066\\uFEFF&&[^\\n]]");
        assertThat(AuditVerifier.verify(List.of(file)).violations()).isEmpty();
        AuditLine record = AuditLine.parse(text.lines().toList().get(1));
        assertThat(record.event()).isEqualTo("published");
        // Half of a surrogate pair is in no UTF-8, and no envelope or token brings one.
        assertThat(record.json().getString("messageId")).isEqualTo(chosen.replace('\uD800', '?'));
    }
}
