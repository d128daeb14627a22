package org.tidings.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code config check}: everything that is wrong with a configuration file, as an instance would find it. */
@Command(
        name = "check",
        description = {
            "Says what is wrong with a configuration file, one line for each mistake: file, line, column, path, reason.",
            "Settings in the environment count too, as they do for an instance. Exit status: 0 no mistakes, 1 mistakes, 2 wrong usage."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ConfigCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The configuration, a JSON file.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws StartFailure {
        List<String> mistakes = ConfigurationFile.mistakes(file);
        mistakes.forEach(spec.commandLine().getErr()::println);
        if (mistakes.isEmpty()) {
            spec.commandLine().getOut().println(file + ": no mistakes");
        }
        spec.commandLine().getOut().flush();
        return mistakes.isEmpty() ? 0 : 1;
    }
}
