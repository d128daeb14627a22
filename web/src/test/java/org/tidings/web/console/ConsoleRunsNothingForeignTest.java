package org.tidings.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The console shows what strangers publish, beside a token: one text that is taken for markup, and the token is theirs. */
class ConsoleRunsNothingForeignTest {
    private static final Path CONSOLE = Path.of("src", "main", "webapp", "console");

    /** Each of these makes markup or code of a text. */
    private static final List<String> UNSAFE = List.of(
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "createContextualFragment",
            "DOMParser",
            "document.write",
            "srcdoc",
            "eval(",
            "new Function",
            "setTimeout('",
            "setTimeout(\"",
            "javascript:");

    @Test
    void scriptsMakeNoMarkupOfTexts() throws IOException {
        for (Path script : files(".js")) {
            String text = Files.readString(script);
            for (String unsafe : UNSAFE) {
                assertThat(text).as(script.toString()).doesNotContain(unsafe);
            }
        }
    }

    @Test
    void scriptsKeepNothingAndLoadNothingFromElsewhere() throws IOException {
        for (Path script : files(".js")) {
            assertThat(Files.readString(script))
                    .as(script.toString())
                    .doesNotContain("localStorage", "sessionStorage", "document.cookie", "indexedDB")
                    .doesNotContainPattern("import[^;]*['\"]https?:");
        }
    }

    @Test
    void pageHoldsNoScriptStyleOrHandlerOfItsOwn() throws IOException {
        for (Path page : files(".html")) {
            assertThat(Files.readString(page))
                    .as(page.toString())
                    .doesNotContainPattern("<script(?![^>]*\\ssrc=)")
                    .doesNotContainPattern("(?i)\\son[a-z]+\\s*=")
                    .doesNotContainPattern("(?i)\\sstyle\\s*=")
                    .doesNotContainPattern("(?i)(src|href|action)=\"(https?:)?//");
        }
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(CONSOLE)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(ending)).toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }
}
