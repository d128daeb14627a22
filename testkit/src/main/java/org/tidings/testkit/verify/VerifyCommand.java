package org.tidings.testkit.verify;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tidings verify}: the verifier's command line. */
@Command(
        name = "tidings verify",
        description = {
            "Starts a broker and instances as processes, publishes and reads through them, kills, freezes and cuts off"
                    + " what it started, heals it, and judges the whole history. Prints a certificate.",
            "",
            "A run ends when it has put in as many faults as --faults says and has as many acknowledged publishes as"
                    + " --publishes says. After --minutes no further fault begins and no publishes are waited for."
                    + " With --minutes alone it puts in as many faults as fit.",
            ""
        },
        footer = {"", "Exit status: 0 nothing wrong was found, 1 a promise was broken, 2 wrong usage, 130 interrupted."
        },
        sortOptions = false)
public final class VerifyCommand implements Callable<Integer> {

    private static final int VIOLATED = 1;
    private static final int WRONG_USAGE = 2;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    @Option(
            names = "--faults",
            paramLabel = "N",
            description = "How many faults to put in. Default: one of each kind, unless --minutes is given.")
    private Integer faults;

    @Option(names = "--minutes", paramLabel = "M", description = "For how long to begin faults. Default: no limit.")
    private Integer minutes;

    @Option(
            names = "--publishes",
            paramLabel = "P",
            defaultValue = "50000",
            description = "How many acknowledged publishes to reach. Default: ${DEFAULT-VALUE}.")
    private long publishes;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Of the order of faults, their targets and lengths. Default: drawn, and printed.")
    private Long seed;

    @Option(
            names = "--instances",
            paramLabel = "K",
            defaultValue = "3",
            description = "How many instances. Default: ${DEFAULT-VALUE}.")
    private int instances;

    @Option(
            names = "--clients",
            paramLabel = "C",
            defaultValue = "9",
            description = "How many clients, over all instances; each publishes and reads every channel."
                    + " Default: ${DEFAULT-VALUE}.")
    private int clients;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "400",
            description = "Publishes a second, of all clients together. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes the certificate there, as JSON.")
    private Path report;

    @Option(
            names = "--merge",
            paramLabel = "FILE",
            arity = "1..*",
            description = "Adds up certificates that --report has written, instead of running.")
    private List<Path> merge;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            description = "Puts in only faults whose name holds this, as the certificate names them. To look closer.")
    private String only = "";

    @Option(
            names = "--sabotage",
            paramLabel = "HARM",
            description = "Does one harm between clients and judge, to see the run fail: ${COMPLETION-CANDIDATES}.")
    private Sabotage.Harm sabotage;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true);
        System.exit(execute(out, new PrintWriter(System.err, true), arguments));
    }

    static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new VerifyCommand())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((wrong, given) -> {
                    wrong.getCommandLine()
                            .getErr()
                            .println("tidings verify: " + wrong.getMessage().replaceAll("\\s*\\R\\s*", " ")
                                    + " (see ./tidings verify --help)");
                    return WRONG_USAGE;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("tidings verify: " + failure.getMessage());
                    return VIOLATED;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        if (merge != null) {
            return told(Certificate.sum(parts()));
        }
        Verification verification = new Verification(
                plan(), out(), witness -> sabotage == null ? witness : new Sabotage(sabotage, witness));
        Thread interruption = new Thread(() -> {
            try {
                told(verification.interrupt());
            } catch (IOException e) {
                spec.commandLine().getErr().println("tidings verify: " + e.getMessage());
            }
        });
        Runtime.getRuntime().addShutdownHook(interruption);
        Certificate certificate;
        try {
            certificate = verification.run();
        } finally {
            Runtime.getRuntime().removeShutdownHook(interruption);
        }
        return told(certificate);
    }

    private Plan plan() {
        require(faults == null || faults > 0, "--faults must be at least 1");
        require(minutes == null || minutes > 0, "--minutes must be at least 1");
        require(publishes >= 0, "--publishes must not be negative");
        require(instances > 0, "--instances must be at least 1");
        require(clients >= instances, "--clients must be at least as many as --instances, which are " + instances);
        require(rate > 0, "--rate must be at least 1");
        require(report == null || Files.isWritable(report.toAbsolutePath().getParent()), report + " cannot be written");
        List<FaultKind> kinds = Stream.of(FaultKind.values())
                .filter(kind -> kind.label().contains(only))
                .toList();
        require(!kinds.isEmpty(), "no fault's name holds '" + only + "'");
        int count = faults != null ? faults : minutes != null ? 0 : kinds.size();
        return new Plan(
                kinds,
                count,
                minutes == null ? null : Duration.ofMinutes(minutes),
                publishes,
                seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed,
                instances,
                clients,
                rate);
    }

    private List<Certificate> parts() throws IOException {
        List<Certificate> parts = new ArrayList<>();
        Map<String, Path> known = new HashMap<>();
        for (Path file : merge) {
            require(Files.isReadable(file), file + " cannot be read");
            try {
                parts.add(CertificateJson.read(file));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), e.getMessage());
            }
            for (Certificate.Run run : parts.get(parts.size() - 1).runs()) {
                Path other = known.put(run.id(), file);
                require(other == null, "run " + run.id() + " is in " + other + " and in " + file);
            }
        }
        return parts;
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private int told(Certificate certificate) throws IOException {
        out().print(CertificatePage.of(certificate));
        out().flush();
        if (report != null) {
            CertificateJson.write(certificate, report);
        }
        return certificate.clean() ? CommandLine.ExitCode.OK : VIOLATED;
    }
}
