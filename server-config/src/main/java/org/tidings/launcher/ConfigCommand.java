package org.tidings.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code config}: what can be done with a configuration file. */
@Command(
        name = "config",
        description = "Looks at a configuration file.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = ConfigCheckCommand.class)
final class ConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: check");
    }
}
