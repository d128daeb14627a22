package org.tidings.launcher;

import java.io.PrintWriter;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * The entry point of the distribution's jar and of the stand-alone broker. Ends with status 0 on success, 2 on wrong usage, 1 on
 * failure, each failure with one line on standard error.
 */
@Command(
        name = "tidings",
        description = "Durable real-time messaging over WebSocket and JMS.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {ServeCommand.class, BrokerCommand.class, ConfigCommand.class, AuditCommand.class})
public final class Main implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    /**
     * Runs one command and ends the JVM with its exit status, without shutdown hooks: what has to be stopped is stopped by then, and
     * the server's hook would say on the console that it found nothing to do.
     */
    public static void main(String[] arguments) {
        int status = commandLine().execute(arguments);
        LogManager.getLogManager().reset();
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(status);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setParameterExceptionHandler(Main::wrongUsage)
                .setExecutionExceptionHandler(Main::failure);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    private static int wrongUsage(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(oneLine(name + ": " + exception.getMessage()) + " (see " + name + " --help)");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failure(Exception exception, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        if (exception instanceof StartFailure failure) {
            err.println(oneLine(name + ": " + exception.getMessage()));
            failure.details().forEach(err::println);
        } else {
            // Not foreseen, so the trace is worth more than a short answer.
            err.println(oneLine(name + ": unexpected failure: " + exception));
            exception.printStackTrace(err);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Messages of the JDK and the server may span lines; the promise to the user is one. */
    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
