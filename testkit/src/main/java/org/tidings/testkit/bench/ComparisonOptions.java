package org.tidings.testkit.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tidings.testkit.Jvm;
import org.tidings.testkit.compare.Comparisons;
import org.tidings.testkit.compare.Plan;
import org.tidings.testkit.peer.Peer;
import org.tidings.testkit.peer.Peers;
import org.tidings.testkit.peer.Platform;
import org.tidings.testkit.peer.Platforms;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** With whom Tidings is compared, where it runs, and for how long. */
final class ComparisonOptions {

    private static final String NOBODY = "none";
    private static final int ROUNDS = 5;
    private static final int ROUND_SECONDS = 8;
    private static final int WINDOW = 128;
    private static final int BRIEF_ROUNDS = 2;
    private static final int BRIEF_SECONDS = 3;

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Who else takes part, separated by commas; none for nobody. Default: those that the scenario's goals name.")
    private List<String> peers;

    @Option(
            names = "--server",
            paramLabel = "NAME",
            defaultValue = "payara-micro",
            description = "What Tidings runs on: payara-micro or wildfly. Default: ${DEFAULT-VALUE}.")
    private String server;

    @Option(
            names = "--jvm",
            paramLabel = "\"JDK OPTION...\"",
            description =
                    "In jvms: a JDK's folder, and options. May be given several times. Default: the Java that runs this,"
                            + " with G1, ZGC, and the parallel collector.")
    private List<String> jvms;

    @Option(names = "--rounds", description = "How many turns each has. Default: 5; with --short 2.")
    private Integer rounds;

    @Option(
            names = "--round-seconds",
            paramLabel = "SECONDS",
            description = "How long a turn is measured. Default: 8; with --short 3.")
    private Integer roundSeconds;

    @Option(
            names = "--warm-up-seconds",
            paramLabel = "SECONDS",
            description = "How long each works before its first turn. Default: 10, or 40 where servers have time left;"
                    + " with --short 3.")
    private Integer warmUpSeconds;

    @Option(
            names = "--window",
            paramLabel = "PUBLISHES",
            defaultValue = "" + WINDOW,
            description = "How many are under way where a server is to be kept busy. Default: ${DEFAULT-VALUE}.")
    private int window;

    Plan plan(CommandLine line, String scenario, boolean brief) {
        int turns = rounds == null ? brief ? BRIEF_ROUNDS : ROUNDS : rounds;
        int seconds = roundSeconds == null ? brief ? BRIEF_SECONDS : ROUND_SECONDS : roundSeconds;
        atLeastOne(line, "--rounds", turns);
        atLeastOne(line, "--round-seconds", seconds);
        atLeastOne(line, "--window", window);
        Duration warmUp = brief ? Duration.ofSeconds(BRIEF_SECONDS) : Comparisons.usualWarmUp(scenario);
        if (warmUpSeconds != null) {
            atLeastOne(line, "--warm-up-seconds", warmUpSeconds);
            warmUp = Duration.ofSeconds(warmUpSeconds);
        }
        return new Plan(
                platform(line),
                jvms(line, scenario),
                contestants(line, scenario),
                turns,
                Duration.ofSeconds(seconds),
                warmUp,
                window,
                brief);
    }

    private List<Jvm> jvms(CommandLine line, String scenario) {
        if (jvms == null) {
            return Stream.of("-XX:+UseG1GC", "-XX:+UseZGC", "-XX:+UseParallelGC")
                    .map(Jvm.OURS::with)
                    .toList();
        }
        if (!scenario.equals(Comparisons.JVMS)) {
            throw new ParameterException(
                    line, "--jvm is of the scenario " + Comparisons.JVMS + ", and not of " + scenario);
        }
        try {
            return jvms.stream().map(Jvm::parse).distinct().toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(line, "--jvm: " + e.getMessage(), e);
        }
    }

    private static void atLeastOne(CommandLine line, String option, int value) {
        if (value < 1) {
            throw new ParameterException(line, option + " is a number from 1, not " + value);
        }
    }

    private Platform platform(CommandLine line) {
        return Platforms.named(server)
                .orElseThrow(() -> new ParameterException(
                        line, "no server " + server + "; there are " + listed(Platforms.names())));
    }

    private List<Peer> contestants(CommandLine line, String scenario) {
        List<String> names = peers == null ? Comparisons.usualPeers(scenario).orElseThrow() : peers;
        List<Peer> chosen = new ArrayList<>();
        for (String name : names) {
            if (!name.equals(NOBODY)) {
                chosen.add(Peers.named(name)
                        .orElseThrow(() -> new ParameterException(
                                line,
                                "no peer " + name + "; there are "
                                        + listed(Stream.concat(Peers.names(), Stream.of(NOBODY))))));
            }
        }
        return chosen;
    }

    private static String listed(Stream<String> names) {
        return names.collect(Collectors.joining(", "));
    }
}
