package org.tidings.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code audit}: what can be done with an audit. */
@Command(
        name = "audit",
        description = "Looks at the audit of an instance.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = AuditVerifyCommand.class)
final class AuditCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: verify");
    }
}
