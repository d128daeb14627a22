package org.tidings.testkit;

import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./tidings bench}: the benchmarks' command line. */
public final class Bench {

    private Bench() {}

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new LatencyBenchmark()).addSubcommand(new Jmh());
        line.setExecutionExceptionHandler((failure, command, result) -> {
            command.getErr().println(failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        System.exit(line.execute(arguments));
    }

    @Command(
            name = "jmh",
            description = "Measures how long it takes to read and write an envelope, without network or broker.")
    static final class Jmh implements Callable<Integer> {

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Shows this.")
        private boolean help;

        @Override
        public Integer call() throws RunnerException {
            String benchmark = EnvelopeCodecBenchmark.class.getName();
            new Runner(new OptionsBuilder().include(benchmark).build()).run();
            return CommandLine.ExitCode.OK;
        }
    }
}
