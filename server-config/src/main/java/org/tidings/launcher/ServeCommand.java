package org.tidings.launcher;

import java.io.PrintStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code serve}: one instance on Payara Micro, with a broker of its own unless told of another. */
@Command(
        name = "serve",
        description = "Starts one instance, with an embedded broker unless --broker names another.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        showDefaultValues = true,
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    /** From the start of the JVM to ready: some seconds are usual, a machine under load gets a multiple. */
    private static final long START_TIMEOUT_MILLIS = 120_000;

    private static final int BROKER_TIMEOUT_MILLIS = 3_000;

    @Option(names = "--port", paramLabel = "PORT", description = "Port for WebSocket and HTTP; 0 picks a free one.")
    private int port = 8080;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Address to listen on; 0.0.0.0 for all.")
    private String bind = "127.0.0.1";

    @Option(names = "--data", paramLabel = "DIR", description = "Directory for journal, logs and development keys.")
    private Path data = Path.of("data");

    @Option(
            names = "--broker",
            paramLabel = "URL",
            description = "Use this broker: tcp://HOST:PORT. Default: an embedded one, journal under --data.")
    private String broker;

    @Option(
            names = "--broker-port",
            paramLabel = "PORT",
            description = "Port on which other instances reach the embedded broker; 0 picks a free one.")
    private int brokerPort = 61616;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            description = "Name of this instance, unique at its broker. Default: made of host name and port.")
    private String instance;

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration, a JSON file.")
    private Path config;

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description = "Directory of the development keys; instances that share it trust each other's tokens."
                    + " Default: the data directory.")
    private Path keys;

    @Override
    public Integer call() throws Exception {
        // The server replaces System.out; what is printed below is for the user, not for its log.
        PrintStream out = System.out;
        InetAddress address = ListenPort.address(bind);
        if (config != null && !Files.isReadable(config)) {
            throw new StartFailure("cannot read " + config.toAbsolutePath() + ": name a readable file with --config");
        }
        int httpPort = ListenPort.claim("--port", address, port);
        DataDirectory directory = DataDirectory.open(data);
        Path keyDirectory = keys == null ? directory.root() : DataDirectory.writable("--keys", keys);
        String name = instance == null ? InstanceName.of(httpPort) : InstanceName.parse(instance);
        WorkDirectory mine = directory.claimInstance(name);
        Origin origin = new Origin(address, httpPort);

        InstanceProperties properties = new InstanceProperties(name, origin, mine);
        String brokerUrl;
        if (broker == null) {
            int listen = ListenPort.claim("--broker-port", address, brokerPort);
            brokerUrl = properties.embeddedBroker(address, listen, directory.claimJournal());
        } else {
            BrokerUrl.parse(broker).requireReachable(BROKER_TIMEOUT_MILLIS);
            brokerUrl = properties.externalBroker(broker);
        }
        properties.configuration(config);
        Path log = LogFile.configure(mine, "server");
        PayaraMicroServer server = PayaraMicroServer.start(address, httpPort, name, mine, log);
        CountDownLatch stopped = new CountDownLatch(1);
        TerminationSignal.handle(() -> {
            try {
                server.stop();
            } catch (Exception e) {
                System.getLogger(ServeCommand.class.getName())
                        .log(System.Logger.Level.WARNING, "The server did not stop in order", e);
            } finally {
                stopped.countDown();
            }
        });
        String root = origin.primary() + "/tidings";
        if (!new Readiness(URI.create(root + "/health/ready")).await(START_TIMEOUT_MILLIS)) {
            throw new StartFailure("not ready within " + START_TIMEOUT_MILLIS / 1000 + " s: see " + log);
        }
        out.print(new ReadyBlock("Tidings is ready: instance " + name)
                .line("WebSocket", root.replaceFirst("^http", "ws") + "/ws")
                .line("Console", root + "/console/")
                .line("Health", root + "/health/ready")
                .line("Metrics", root + "/metrics")
                .line("Broker", brokerUrl + (broker == null ? " (embedded)" : ""))
                .line("Data", directory.root().toString())
                .line("Log", log.toString())
                .line("Keys", keyDirectory.toString()));
        out.flush();
        stopped.await();
        // Closes the log. The server's own shutdown hook would stop it once more, and say so on the console.
        LogManager.getLogManager().reset();
        Runtime.getRuntime().halt(0);
        return 0;
    }
}
