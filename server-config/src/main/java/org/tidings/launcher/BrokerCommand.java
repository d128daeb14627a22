package org.tidings.launcher;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code broker}: an Artemis broker for several instances that start with {@code --broker}, alone or one of a pair. */
@Command(
        name = "broker",
        description =
                "Starts an Artemis broker with the addresses and settings that instances need, alone or as one of a pair.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        showDefaultValues = true,
        sortOptions = false,
        subcommands = {BrokerUserCommand.class, DeadLettersCommand.class})
final class BrokerCommand implements Callable<Integer> {
    @Option(names = "--port", paramLabel = "PORT", description = "Port to listen on; 0 picks a free one.")
    private int port = 61616;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Address to listen on; 0.0.0.0 for all.")
    private String bind = "127.0.0.1";

    @Option(names = "--data", paramLabel = "DIR", description = "Directory for journal and log.")
    private Path data = Path.of("data");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration, a JSON file: that of the instances, for the logs that it declares.")
    private Path config;

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description =
                    "Directory of the broker's users and of the password that instances need; give the same to them."
                            + " Default: the data directory.")
    private Path keys;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Speak TLS alone, with this certificate: PEM, the broker's own first, then its chain."
                    + " Read again when it changes.")
    private Path tlsCertificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "The certificate's private key: PEM, PKCS#8, RSA or EC, without a password.")
    private Path tlsKey;

    @Option(
            names = "--broker-ca",
            paramLabel = "FILE",
            description = "For one of a pair that speaks TLS: the issuer of the other broker's certificate (PEM).")
    private Path issuers;

    @ArgGroup(exclusive = false)
    private PairOptions pair;

    @Override
    public Integer call() throws Exception {
        InetAddress address = ListenPort.address(bind);
        int listen = ListenPort.claim("--port", address, port);
        DataDirectory directory = DataDirectory.open(data);
        Path journal = directory.claimJournal();
        WorkDirectory mine = WorkDirectory.prepare(directory.root().resolve("broker"));
        // First of all: whatever logs before, for a certificate or a password, makes the JVM log to the console for
        // good.
        Path log = LogFile.configure(mine, "broker");
        if (config != null) {
            InstanceProperties.follow(ConfigurationFile.usable(config));
        }
        BrokerAccessPlan access = access(directory, mine);
        ClassLoader libraries = ApplicationLibraries.unpackTo(mine.runtime(), ApplicationLibraries::all);
        if (pair != null) {
            return new PairProcess(libraries, pair.plan(address, listen), access, log).run(journal, address, listen);
        }
        BrokerProcess.run(libraries, journal, address, listen, access, log);
        return 0;
    }

    private BrokerAccessPlan access(DataDirectory directory, WorkDirectory mine) throws StartFailure {
        Path certificate = null;
        if (ServerCertificate.ofBoth(tlsCertificate, tlsKey).isPresent()) {
            // Artemis' own list of files, as a properties file.
            certificate = mine.write(
                    "broker.pemcfg",
                    "source.key=" + escaped(tlsKey) + "\nsource.cert=" + escaped(tlsCertificate) + "\n");
        }
        if (issuers != null && !Files.isReadable(issuers)) {
            throw new StartFailure("cannot read " + issuers + ": name a readable file with --broker-ca");
        }
        return new BrokerAccessPlan(
                BrokerAccessPlan.users(keys == null ? directory.root() : keys),
                certificate,
                issuers == null ? null : issuers.toAbsolutePath());
    }

    private static String escaped(Path file) {
        return file.toAbsolutePath().toString().replace("\\", "\\\\");
    }
}
