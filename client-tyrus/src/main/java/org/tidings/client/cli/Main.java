package org.tidings.client.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs one command and ends the process with its exit code. */
@Command(
        name = "tidings",
        description = "The client commands of Tidings.",
        subcommands = {
            TokenCommand.class,
            TailCommand.class,
            PublishCommand.class,
            ExplainCommand.class,
            WarmUpCommand.class
        },
        mixinStandardHelpOptions = false)
public final class Main implements Runnable {

    static final int SUCCESS = 0;
    static final int FAILURE = 1;
    static final int WRONG_USAGE = 2;

    @Spec
    private CommandSpec spec;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return new CommandLine(new Main())
                .registerConverter(Ttl.class, Ttl::parse)
                .setParameterExceptionHandler((wrong, given) -> {
                    CommandLine command = wrong.getCommandLine();
                    String name = command.getCommandSpec().qualifiedName();
                    command.getErr()
                            .println(name + ": " + oneLine(wrong.getMessage()) + " (see ./" + name + " --help)");
                    return WRONG_USAGE;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr()
                            .println(command.getCommandSpec().qualifiedName() + ": " + oneLine(reason(failure)));
                    return FAILURE;
                })
                .execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: token, tail, publish or explain");
    }

    private static String reason(Exception failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    /** Fit for the terminal: what a server says may end in it. */
    static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cc}", "?").strip();
    }
}
