package org.tidings.client.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.tidings.client.ConnectionState;
import org.tidings.client.Position;
import org.tidings.client.SubscribeFrom;
import org.tidings.client.TidingsClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the events of channels as they come. */
@Command(
        name = "tail",
        description = {
            "Print each event of the channels as one line of JSON on stdout, through every interruption.",
            "Connections lost and found, and events that are missing for good, are told on stderr."
        },
        synopsisHeading = "Usage: ",
        customSynopsis = "tidings tail CHANNEL... [--url URL] [--token T] [--filter F] [--last N | --since EPOCH.SEQ]"
                + " [--count N]",
        sortOptions = false,
        footer = {
            "",
            "A line has the fields channel, epoch, seq, prev, from, at, messageId, headers and payload, the payload as",
            "it was published. What an event does not have is left out.",
            "",
            "Examples:",
            "  ./tidings tail orders:eu",
            "  ./tidings tail orders:eu orders:us --last 20",
            "  ./tidings tail orders:eu --since k3.41 --count 7",
            "  ./tidings tail orders:eu --filter \"region = 'eu' AND price > 10\"",
            "  ./tidings tail orders:eu | jq .payload",
            "",
            "Exit codes: 0 ended by --count, an interrupt or the end of the reader; 1 failure; 2 wrong usage."
        })
final class TailCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CHANNEL", arity = "1..*", description = "The channels to follow.")
    private List<String> channels;

    @Mixin
    private ConnectionOptions connection;

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "Begin with the newest N retained events of each channel.")
    private Integer last;

    @Option(
            names = "--since",
            paramLabel = "EPOCH.SEQ",
            description =
                    "Begin behind this position: the epoch and seq of an event printed earlier. It is asked for in"
                            + " every channel; one that lives in another shard, whose epoch is another, reports a gap and begins"
                            + " with new events.")
    private String since;

    @Option(
            names = "--filter",
            paramLabel = "F",
            description = "Only events whose headers meet this condition, in the language of JMS selectors.")
    private String filter;

    @Option(names = "--count", paramLabel = "N", description = "End after N events.")
    private Long count;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Override
    public Integer call() throws Exception {
        SubscribeFrom from = from();
        if (count != null && count < 1) {
            throw new ParameterException(spec.commandLine(), "--count must be at least 1");
        }
        CompletableFuture<Integer> end = new CompletableFuture<>();
        ConnectionReport report = new ConnectionReport(
                connection.url(), line -> spec.commandLine().getErr().println("tidings tail: " + line));
        Set<String> wanted = new LinkedHashSet<>(channels);
        TailOutput output = new TailOutput(
                new FileOutputStream(FileDescriptor.out), report, count == null ? Long.MAX_VALUE : count, wanted, end);
        TidingsClient client = connection
                .client()
                .stateListener(change -> {
                    report.onState(change);
                    if (change.to() == ConnectionState.CLOSED) {
                        change.failure()
                                .ifPresent(why -> end.completeExceptionally(new CommandFailure(why.getMessage())));
                    }
                })
                .build();
        Interrupt interrupt = Interrupt.endingWith(Main.SUCCESS, client::close);
        try {
            for (String channel : wanted) {
                if (filter == null) {
                    client.subscribe(channel, from, output.listener(channel));
                } else {
                    client.subscribe(channel, filter, from, output.listener(channel));
                }
            }
            client.connect();
            return Outcome.of(end);
        } finally {
            interrupt.disarm();
            client.close();
        }
    }

    private SubscribeFrom from() {
        if (last != null && since != null) {
            throw new ParameterException(spec.commandLine(), "--last and --since exclude each other");
        }
        try {
            if (last != null) {
                return SubscribeFrom.last(last);
            }
            return since == null ? SubscribeFrom.now() : SubscribeFrom.since(Position.parse(since));
        } catch (IllegalArgumentException wrong) {
            String option = last != null ? "--last: " : "--since: ";
            throw new ParameterException(spec.commandLine(), option + wrong.getMessage(), wrong);
        }
    }
}
