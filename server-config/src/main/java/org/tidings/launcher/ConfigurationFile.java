package org.tidings.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file that {@code --config} names, looked at by the application's own classes before a server is booted. */
final class ConfigurationFile {
    private static final String CHECK = "org.tidings.instance.ConfigurationCheck";

    private ConfigurationFile() {}

    /** What is wrong with it, one line for each mistake; empty when an instance can use it. */
    static List<String> mistakes(Path file) throws StartFailure {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new StartFailure("cannot read " + file.toAbsolutePath() + ": name a readable file");
        }
        return Application.ask(CHECK, "mistakes", Path.class, file);
    }

    /** Its absolute path, once nothing is wrong with it. */
    static Path usable(Path file) throws StartFailure {
        List<String> mistakes = mistakes(file);
        if (!mistakes.isEmpty()) {
            throw new StartFailure(
                    "the configuration cannot be used: mend it, or name another file with --config", mistakes);
        }
        return file.toAbsolutePath();
    }
}
