package org.tidings.testkit.frames;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A frame that came byte by byte ended with 1007 in one run and, its bytes having come in one segment, with 1002 in
 * another, on a server that was the same.
 */
class SegmentsDecideTheOutcomeTest {
    private static final String REVIEWED =
            """
            §5.2    1002/1007       broken, byte by byte   DEVIATES from 1002
            §5.2    1007            broken at once   DEVIATES from 1002
            """;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void review() throws IOException {
        file = Files.writeString(folder.resolve("expected.txt"), REVIEWED);
    }

    @Test
    void eachReviewedOutcomeIsGood() throws IOException {
        sheet("1002", "1007").assertEquals(file);
        sheet("1007", "1007").assertEquals(file);
    }

    @Test
    void anotherOneIsNot() {
        assertThatThrownBy(() -> sheet("lives", "1007").assertEquals(file)).hasMessageContaining("lives");
    }

    @Test
    void norIsABetterOneThatNobodyReviewed() {
        assertThatThrownBy(() -> sheet("1002", "1002").assertEquals(file)).hasMessageContaining("at once");
    }

    private static OutcomeSheet sheet(String byteByByte, String atOnce) {
        OutcomeSheet sheet = new OutcomeSheet();
        sheet.add(Trick.of("5.2", "broken, byte by byte", "1002", ""), byteByByte);
        sheet.add(Trick.of("5.2", "broken at once", "1002", ""), atOnce);
        return sheet;
    }
}
