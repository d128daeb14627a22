package org.tidings.testkit.load;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
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
        description = {
            "Starts instances and brokers as processes, puts load on them, and prints what it measured against the goals.",
            "Scenarios: latency (durable publish to delivery, the default), ephemeral (the same without the log, beside it),"
                    + " client-drops, reconnect-storm,"
                    + " slow-subscribers, presence, flood, attack (who takes its time or vanishes), checker (how fast the history checker is).",
            "Exit status: 0 when every goal was met, 1 when one was missed."
        })
public final class Bench implements Callable<Integer> {

    /** In full, and short. */
    private record Sizes(Supplier<Scenario> full, Supplier<Scenario> brief) {}

    private static final Map<String, Sizes> SCENARIOS = Map.of(
            "client-drops", new Sizes(ClientDrops::full, ClientDrops::brief),
            "ephemeral", new Sizes(EphemeralLatency::full, EphemeralLatency::brief),
            "reconnect-storm", new Sizes(ReconnectStorm::full, ReconnectStorm::brief),
            "slow-subscribers", new Sizes(SlowSubscribers::full, SlowSubscribers::brief),
            "presence", new Sizes(PresenceStorm::full, PresenceStorm::brief),
            "flood", new Sizes(Flood::full, Flood::brief),
            "attack", new Sizes(Attack::full, Attack::brief),
            "checker", new Sizes(CheckerSpeed::full, CheckerSpeed::brief));

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
        Report report = new Report(chosen.name());
        chosen.run(report);
        if (file != null) {
            write(report.json());
        }
        return report.allMet() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private Scenario chosen() {
        if (scenario.equals(latency.name())) {
            return latency;
        }
        Sizes sizes = SCENARIOS.get(scenario);
        if (sizes == null) {
            List<String> known = SCENARIOS.keySet().stream().sorted().toList();
            throw new ParameterException(
                    spec.commandLine(), "no scenario " + scenario + "; there are latency, " + String.join(", ", known));
        }
        return (brief ? sizes.brief : sizes.full).get();
    }

    private void write(JsonObject json) throws IOException {
        Files.writeString(file, json + System.lineSeparator());
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
