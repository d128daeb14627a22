package org.tidings.client.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.tidings.client.ConnectionState;
import org.tidings.client.Failure;
import org.tidings.client.Publication;
import org.tidings.client.StateChange;
import org.tidings.client.TidingsClient;
import org.tidings.client.TidingsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes one message, or a stream of them. */
@Command(
        name = "publish",
        description = {
            "Publish a JSON value to a channel, or each line of stdin where no value is given, and wait until the server",
            "has stored them all. Lost connections are survived: nothing is lost, stored twice or swapped by them."
        },
        synopsisHeading = "Usage: ",
        customSynopsis = "tidings publish CHANNEL [JSON] [--rate N] [--url URL] [--token T]",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  ./tidings publish orders:eu '{\"id\":7,\"total\":12.50}'",
            "  ./tidings publish orders:eu < orders.jsonl",
            "  seq 1000 | ./tidings publish numbers:all --rate 100",
            "",
            "Exit codes: 0 everything was stored; 1 something was not, stderr says what; 2 wrong usage."
        })
final class PublishCommand implements Callable<Integer> {

    /** Messages read from stdin and not yet stored. */
    private static final int WINDOW = 1_000;

    private static final long WINDOW_BYTES = 8L << 20;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "CHANNEL", description = "The channel to publish to.")
    private String channel;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "JSON",
            description = "The value. Default: each line of stdin.")
    private String json;

    @Option(names = "--rate", paramLabel = "N", description = "At most N messages a second.")
    private Double rate;

    @Mixin
    private ConnectionOptions connection;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    /** Why the client ended by itself; null while it has not. */
    private final AtomicReference<String> over = new AtomicReference<>();

    /** Completes when stdin has been read to its end, or need not be. */
    private final CompletableFuture<Integer> input = new CompletableFuture<>();

    private final Online online = new Online();

    @Override
    public Integer call() throws Exception {
        if (rate != null && !(rate > 0)) {
            throw new ParameterException(spec.commandLine(), "--rate must be above 0");
        }
        Tally tally = new Tally(spec.commandLine().getErr(), json == null && Terminal.isStderr());
        ConnectionReport report = new ConnectionReport(connection.url(), tally::say);
        TidingsClient client = connection
                .client()
                .publishQueue(WINDOW, WINDOW_BYTES)
                .stateListener(change -> {
                    report.onState(change);
                    noteEnd(change);
                    online.onState(change);
                })
                .build();
        Interrupt interrupt = Interrupt.endingWith(Main.FAILURE, tally::summarize);
        try {
            client.connect();
            if (json != null) {
                publish(client, tally, null, json);
            } else {
                // On a thread of its own: a read from stdin cannot be called off when the server wants no more.
                Thread reader = new Thread(() -> readAll(client, tally), "tidings-stdin");
                reader.setDaemon(true);
                reader.start();
                Outcome.of(input);
            }
            tally.awaitAll();
        } finally {
            interrupt.disarm();
            client.close();
        }
        if (over.get() != null) {
            tally.say(over.get());
        }
        if (json == null || !tally.allPublished()) {
            tally.summarize();
        }
        return tally.allPublished() ? Main.SUCCESS : Main.FAILURE;
    }

    private void readAll(TidingsClient client, Tally tally) {
        try {
            publishLines(client, tally, System.in);
            input.complete(Main.SUCCESS);
        } catch (IOException | InterruptedException | RuntimeException broken) {
            input.completeExceptionally(broken);
        }
    }

    private void publishLines(TidingsClient client, Tally tally, InputStream in)
            throws IOException, InterruptedException {
        LineSource lines = new LineSource(in);
        Pace pace = rate == null ? null : new Pace(rate);
        for (LineSource.Line line = lines.next(); line != null && over.get() == null; line = lines.next()) {
            String where = "line " + line.number();
            if (line.problem() != null) {
                tally.rejected(where, line.problem());
            } else if (!line.text().isBlank()) {
                if (rate != null) {
                    // What piled up during an outage would go out at once afterwards.
                    online.await();
                    pace.await();
                }
                publish(client, tally, where, line.text());
            }
        }
    }

    private void publish(TidingsClient client, Tally tally, String where, String text) throws InterruptedException {
        try {
            Publication publication = Publication.of(channel, text.strip());
            tally.began();
            client.publishWhenRoom(publication).whenComplete((receipt, failure) -> {
                if (failure == null) {
                    tally.succeeded(receipt);
                } else if (isClosed(failure)) {
                    tally.dropped();
                } else {
                    tally.failed(where, failure.getMessage());
                }
            });
        } catch (IllegalArgumentException notJson) {
            tally.failed(where, notJson.getMessage());
        }
    }

    private void noteEnd(StateChange change) {
        if (change.to() == ConnectionState.CLOSED) {
            change.failure().ifPresent(why -> over.set(why.getMessage()));
            input.complete(Main.SUCCESS);
        }
    }

    private static boolean isClosed(Throwable failure) {
        return failure instanceof TidingsException known && known.failure() == Failure.CLOSED;
    }
}
