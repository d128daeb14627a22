package org.tidings.client.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.tidings.client.token.DevelopmentKeys;
import org.tidings.client.token.DevelopmentToken;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a token signed with the development keys. */
@Command(
        name = "token",
        headerHeading = "",
        description = "Print a signed token, and nothing else, on stdout. Instances that use the same keys accept it.",
        synopsisHeading = "Usage: ",
        customSynopsis =
                "tidings token SUBJECT [--groups a,b] [--ttl 1h] [--subscribe PATTERN]... [--publish PATTERN]..."
                        + " [--keys DIR | --data DIR]",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  ./tidings token alice",
            "  ./tidings token feeder --publish 'orders:*' --subscribe 'orders:*' --ttl 30d",
            "  ./tidings token alice --ttl=-1h        a token that ended an hour ago",
            "  ./tidings tail orders:eu --token \"$(./tidings token bob)\"",
            "",
            "Exit codes: 0 success, 1 failure, 2 wrong usage."
        })
final class TokenCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SUBJECT", description = "The user that the token names.")
    private String subject;

    @Option(names = "--groups", paramLabel = "a,b", split = ",", description = "The user's groups.")
    private List<String> groups = List.of();

    @Option(
            names = "--ttl",
            paramLabel = "1h",
            defaultValue = "1h",
            description = "Time until the token ends: a number and s, m, h or d. Negative for one that has ended."
                    + " Default: 1h.")
    private Ttl ttl;

    @Option(
            names = "--subscribe",
            paramLabel = "PATTERN",
            description = "Narrow subscribing to channels of this pattern, as in 'orders:*'. May be repeated.")
    private List<String> subscribe;

    @Option(
            names = "--publish",
            paramLabel = "PATTERN",
            description = "Narrow publishing to channels of this pattern. May be repeated.")
    private List<String> publish;

    @Mixin
    private KeyOptions keys;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Override
    public Integer call() throws CommandFailure {
        if (subject.isBlank()) {
            throw new ParameterException(spec.commandLine(), "SUBJECT is empty");
        }
        DevelopmentKeys opened = keys.open(spec.commandLine().getErr());
        String token = new DevelopmentToken(subject, groups, ttl.duration(), subscribe, publish).sign(opened);
        spec.commandLine().getOut().println(token);
        spec.commandLine().getOut().flush();
        return Main.SUCCESS;
    }
}
