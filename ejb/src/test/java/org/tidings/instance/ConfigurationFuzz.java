package org.tidings.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A configuration file of any bytes: it can be used, or every mistake in it is one line with a place that is in the file. */
public final class ConfigurationFuzz {

    private static final Pattern MISTAKE = Pattern.compile(".*configuration\\.json(:(\\d+):(\\d+))?: \\P{Cc}{5,1000}");
    private static final Path FILE = file();

    private ConfigurationFuzz() {}

    /** Where the fuzzer comes in. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Files.write(FILE, input);
        String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", -1);
        for (String mistake : ConfigurationCheck.mistakes(FILE)) {
            Matcher told = MISTAKE.matcher(mistake);
            assertThat(told.matches()).as(mistake).isTrue();
            if (told.group(1) != null) {
                int line = Integer.parseInt(told.group(2));
                assertThat(line).as(mistake).isBetween(1, lines.length);
                assertThat(Integer.parseInt(told.group(3))).as(mistake).isBetween(1, lines[line - 1].length() + 2);
            }
        }
    }

    private static Path file() {
        try {
            Path folder = Files.createTempDirectory("configuration-fuzz");
            Path file = folder.resolve("configuration.json");
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
