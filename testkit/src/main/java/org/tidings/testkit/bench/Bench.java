package org.tidings.testkit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.tidings.testkit.compare.Comparisons;
import org.tidings.testkit.load.LatencyBenchmark;
import org.tidings.testkit.load.LoadScenarios;
import org.tidings.testkit.load.Report;
import org.tidings.testkit.load.Scenario;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tidings bench}: the benchmarks' command line. */
@Command(
        name = "tidings bench",
        sortOptions = false,
        description = {
            "Starts instances and brokers as processes, puts load on them, and prints what it measured against the goals.",
            "Scenarios of Tidings alone: latency (durable publish to delivery, the default), ephemeral (the same without the log,"
                    + " beside it), client-drops, reconnect-storm, slow-subscribers, presence, flood, attack (who takes its time"
                    + " or vanishes), sequencer (what the log takes), soak (two hours at half load), checker (how fast the history"
                    + " checker is).",
            "Scenarios in which others take part, in turns on the same machine: fanout (one channel to a thousand, as fast as it"
                    + " goes), half-load (the same at half of that: latency), rooms (a hundred of ten), cross (from node to node),"
                    + " connects, idle (memory of a connection), compression, log (what is accepted), jvms"
                    + " (the load of rooms on other JDKs and collectors), hold (18,000"
                    + " connections for ten minutes), hold-three (50,000 on three instances), generator (how much it can"
                    + " receive).",
            "Exit status: 0 when every goal was met, 1 when one was missed."
        })
public final class Bench implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Option(names = "--scenario", defaultValue = "latency", description = "What to measure. Default: ${DEFAULT-VALUE}.")
    private String scenario;

    @Option(names = "--short", description = "A small form of the scenario, to see that it works.")
    private boolean brief;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes the figures as JSON too.")
    private Path file;

    @Option(names = "--chart", paramLabel = "FILE.svg", description = "Draws what the contestants reached.")
    private Path chart;

    @ArgGroup(validate = false, heading = "Of the scenarios in which others take part:%n")
    private ComparisonOptions comparison = new ComparisonOptions();

    @ArgGroup(validate = false, heading = "Of the scenario latency:%n")
    private LatencyBenchmark latency = new LatencyBenchmark();

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Bench()).addSubcommand(new Jmh());
        line.setExecutionExceptionHandler((failure, command, result) -> {
            command.getErr().println(failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Scenario chosen = chosen();
        checkWritable("--report", file);
        checkWritable("--chart", chart);
        if (chart != null && Comparisons.usualPeers(scenario).isEmpty()) {
            throw wrong("--chart is of the scenarios in which others take part, and not of " + scenario);
        }
        Report report = new Report(chosen.name());
        chosen.run(report);
        if (file != null) {
            Files.writeString(file, report.json() + System.lineSeparator());
        }
        if (chart != null) {
            Files.writeString(chart, new Chart(chosen.name(), report.series()).svg());
        }
        return report.allMet() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private Scenario chosen() {
        if (scenario.equals(latency.name())) {
            return latency;
        }
        if (LoadScenarios.names().anyMatch(scenario::equals)) {
            return LoadScenarios.of(scenario, brief);
        }
        if (Comparisons.usualPeers(scenario).isPresent()) {
            return Comparisons.of(scenario, comparison.plan(spec.commandLine(), scenario, brief));
        }
        List<String> known = Stream.concat(LoadScenarios.names(), Comparisons.names())
                .sorted()
                .toList();
        throw wrong("no scenario " + scenario + "; there are latency, " + String.join(", ", known));
    }

    /** Before anything is measured: nobody wants to hear it an hour later. */
    private void checkWritable(String option, Path target) {
        if (target != null) {
            Path folder = target.toAbsolutePath().getParent();
            if (!Files.isDirectory(folder) || !Files.isWritable(folder) || Files.isDirectory(target)) {
                throw wrong(option + " " + target + " cannot be written");
            }
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    @Command(name = "jmh", description = "Measures small pieces of code by themselves, without network or broker.")
    static final class Jmh implements Callable<Integer> {

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Shows this.")
        private boolean help;

        @CommandLine.Parameters(
                arity = "0..1",
                paramLabel = "PATTERN",
                defaultValue = ".",
                description = "Which: a regular expression that is found in their names. Default: all.")
        private String pattern;

        @Override
        public Integer call() throws RunnerException {
            new Runner(new OptionsBuilder().include(pattern).build()).run();
            return CommandLine.ExitCode.OK;
        }
    }
}
