package org.tidings.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tidings.client.token.DevelopmentKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code serve}: one instance on Payara Micro, with a broker of its own unless told of another. */
@Command(
        name = "serve",
        description = "Starts one instance, with an embedded broker unless --broker names another.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        showDefaultValues = true,
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {
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

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        // The server replaces System.out; what is printed below is for the user, not for its log.
        PrintStream out = System.out;
        InetAddress address = ListenPort.address(bind);
        Path configuration = config == null ? null : readable(config);
        BrokerUrl external = broker == null ? null : BrokerUrl.parse(broker);
        if (external != null) {
            external.requireReachable(BROKER_TIMEOUT_MILLIS);
        }
        int httpPort = ListenPort.claim("--port", address, port);
        int listen = external == null ? ListenPort.claim("--broker-port", address, brokerPort) : 0;
        String name = instance == null ? InstanceName.of(httpPort) : InstanceName.parse(instance);
        DataDirectory directory = DataDirectory.open(data);
        DevelopmentKeys trusted =
                openKeys(keys == null ? directory.root() : keys.toAbsolutePath().normalize());
        WorkDirectory mine = directory.claimInstance(name);
        Origin origin = new Origin(address, httpPort);

        InstanceProperties.instance(name, mine);
        InstanceProperties.allowedOrigins(origin);
        InstanceProperties.developmentKeys(trusted.publicKeys(), DevelopmentKeys.ISSUER);
        if (external == null) {
            InstanceProperties.embeddedBroker(address, listen, directory.claimJournal());
        } else {
            InstanceProperties.externalBroker(external);
        }
        if (configuration != null) {
            InstanceProperties.configuration(configuration);
        } else if (InstanceProperties.openChannels()) {
            warn("without --config every channel is open to everybody who has a token");
        }

        Path log = LogFile.configure(mine, "server");
        String root = origin.primary() + "/tidings";
        ServerProcess process = new ServerProcess(log);
        process.start(
                () -> PayaraMicroServer.start(address, httpPort, name, mine, log), URI.create(root + "/health/ready"));
        out.print(new ReadyBlock("Tidings is ready: instance " + name)
                .line("WebSocket", root.replaceFirst("^http", "ws") + "/ws")
                .line("Console", root + "/console/")
                .line("Health", root + "/health/ready")
                .line("Metrics", root + "/metrics")
                .line("Broker", external == null ? Origin.brokerUrl(address, listen) + " (embedded)" : external.url())
                .line("Data", directory.root().toString())
                .line("Log", log.toString())
                .line("Keys", trusted.folder().toString())
                .line(
                        "Token",
                        "./tidings token alice --keys "
                                + ShellWord.quote(trusted.folder().toString())));
        out.flush();
        process.awaitStop();
        return 0;
    }

    private void warn(String message) {
        spec.commandLine().getErr().println(spec.qualifiedName() + ": warning: " + message);
    }

    private static Path readable(Path file) throws StartFailure {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new StartFailure("cannot read " + file.toAbsolutePath() + ": name a readable file with --config");
        }
        return file.toAbsolutePath();
    }

    private static DevelopmentKeys openKeys(Path folder) throws StartFailure {
        try {
            return DevelopmentKeys.openOrCreate(folder);
        } catch (IOException e) {
            throw new StartFailure(
                    "cannot use the development keys (" + e.getMessage() + "): choose another directory with --keys",
                    e);
        }
    }
}
