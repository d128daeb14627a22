package org.tidings.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** An example of a configuration that the server refuses costs everybody who begins with it an hour. */
class DocumentedConfigurationTest {

    private static final Path ROOT = Path.of("..");
    /** JSON that sets something: an object whose first name is a section of the file. */
    private static final Pattern EXAMPLE =
            Pattern.compile("```json\\n(\\{\\s*\"(?:rules|namespaces|logs|channels)\".*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> canBeUsedAsItStands() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : files(ROOT.resolve("docs"), ".md")) {
            Matcher examples = EXAMPLE.matcher(Files.readString(page));
            for (int i = 1; examples.find(); i++) {
                Path file = folder.resolve(page.getFileName() + "-" + i + ".json");
                Files.writeString(file, examples.group(1));
                tests.add(test(file));
            }
        }
        files(ROOT.resolve("examples/configuration"), ".json").forEach(file -> tests.add(test(file)));
        assertThat(tests).hasSizeGreaterThan(5);
        return tests.stream();
    }

    private static DynamicTest test(Path file) {
        return DynamicTest.dynamicTest(
                file.getFileName().toString(),
                () -> assertThat(ConfigurationCheck.mistakes(file)).isEmpty());
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
