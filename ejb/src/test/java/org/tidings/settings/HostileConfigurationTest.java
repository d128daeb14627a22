package org.tidings.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that somebody prepared, or that is none: it ends in mistakes that an operator can read, and in nothing else. */
class HostileConfigurationTest {

    @TempDir
    private Path folder;

    /** A thousand lists in one another once ended in an exception, in place of a line that says where they begin. */
    @Test
    void listsThatAreNestedTooDeeplyAreAMistakeWithItsPlace() throws IOException {
        String text = "{\"a\":\n" + "[".repeat(1_100) + "]".repeat(1_100) + "}";

        assertThat(mistakes(text))
                .containsExactly("file.json:2:66: not valid JSON: objects and lists are nested too deeply");
    }

    private List<String> mistakes(String text) throws IOException {
        Mistakes mistakes = new Mistakes("file.json");
        Settings.load(Files.writeString(folder.resolve("file.json"), text), mistakes);
        return mistakes.list().stream().map(Mistake::toString).toList();
    }
}
