package org.tidings.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tidings.client.token.DevelopmentKeys;
import org.tidings.client.token.DevelopmentToken;
import org.tidings.launcher.access.BrokerUsers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    private static final Path DEFAULT_DATA = Path.of("data");

    /** How long the link to the console that is printed lets in. */
    private static final Duration SIGN_IN = Duration.ofHours(1);

    @Option(names = "--port", paramLabel = "PORT", description = "Port for WebSocket and HTTP; 0 picks a free one.")
    private int port = 8080;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Address to listen on; 0.0.0.0 for all.")
    private String bind = "127.0.0.1";

    @Option(names = "--data", paramLabel = "DIR", description = "Directory for journal, logs and development keys.")
    private Path data = DEFAULT_DATA;

    @Option(
            names = "--broker",
            paramLabel = "URL",
            description = "Use this broker: tcp://HOST:PORT, or tcp://HOST:PORT,tcp://HOST:PORT for a pair."
                    + " Default: an embedded one, journal under --data.")
    private String broker;

    @Mixin
    private BrokerLoginOptions login;

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

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Speak TLS alone, with this certificate: PEM, the server's own first, then its chain."
                    + " Read again when it changes.")
    private Path tlsCertificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "The certificate's private key: PEM, PKCS#8, RSA or EC, without a password.")
    private Path tlsKey;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        // The server may replace System.out; what is printed below is for the user, not for its log.
        PrintStream out = System.out;
        if (config == null) {
            config = InstanceProperties.configurationFile();
        }
        Optional<ServerCertificate> certificate = ServerCertificate.ofBoth(tlsCertificate, tlsKey);
        InstancePlan plan = check();
        InstanceProperties.hand(plan);
        certificate.ifPresent(CertificateProvider::install);
        if (config == null && InstanceProperties.openChannels()) {
            warn("without --config every channel is open to everybody who has a token");
        }
        Path log = LogFile.configure(plan.work(), "server");
        ServerProcess process = new ServerProcess(log);
        certificate.ifPresent(ServerCertificate::follow);
        process.start(() -> PayaraMicroServer.start(plan, log), plan.url("/health/ready"));
        out.print(block(plan, log));
        out.flush();
        // What the server says on its way out is for its log, where it is too.
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        process.awaitStop();
        return 0;
    }

    /** Everything that can be found wrong before anything is booted. */
    private InstancePlan check() throws StartFailure {
        InetAddress address = ListenPort.address(bind);
        Path configuration = config == null ? null : ConfigurationFile.usable(config);
        Path keysFolder = (keys == null ? data : keys).toAbsolutePath().normalize();
        InstancePlan.External external = broker == null ? null : login.plan(broker, BrokerUsers.in(keysFolder));
        String scheme = tlsCertificate == null ? Origin.HTTP : Origin.HTTPS;
        Origin origin = new Origin(scheme, address, ListenPort.claim("--port", address, port));
        int listen = external == null ? ListenPort.claim("--broker-port", address, brokerPort) : 0;
        String name = instance == null ? InstanceName.of(origin.port()) : InstanceName.parse(instance);
        DataDirectory directory = DataDirectory.open(data);
        DevelopmentKeys trusted = openKeys(keysFolder);
        WorkDirectory work = directory.claimInstance(name);
        InstancePlan.Broker chosen = external == null
                ? new InstancePlan.Embedded(
                        listen,
                        directory.claimJournal(),
                        new BrokerAccessPlan(BrokerAccessPlan.users(keysFolder), null, null))
                : external;
        return new InstancePlan(name, origin, chosen, directory.root(), work, trusted, configuration);
    }

    private ReadyBlock block(InstancePlan plan, Path log) {
        ReadyBlock block = new ReadyBlock("Tidings is ready: instance " + plan.name())
                .line("WebSocket", plan.url("/ws").toString().replaceFirst("^http", "ws"))
                .line("Console", plan.url("/console/").toString())
                .line("Health", plan.url("/health/ready").toString())
                .line("Metrics", plan.url("/metrics").toString())
                .line("Broker", plan.brokerUrl())
                .line("Data", plan.data().toString())
                .line("Log", log.toString())
                .line("Keys", plan.keys().folder().toString());
        String where = keys == null && data.equals(DEFAULT_DATA)
                ? ""
                : " --keys " + ShellWord.quote(plan.keys().folder().toString());
        block.line("Token", ShellWord.script() + " token alice" + where);
        if (config == null && System.console() != null) {
            // For whoever sits before it, not for a log. In the fragment, which a browser sends to no server (RFC 3986
            // §3.5) and the page removes at once.
            String token = DevelopmentToken.of(System.getProperty("user.name"), SIGN_IN)
                    .sign(plan.keys());
            block.line("Sign in", plan.url("/console/") + "#token=" + token);
        }
        return block;
    }

    private void warn(String message) {
        spec.commandLine().getErr().println(spec.qualifiedName() + ": warning: " + message);
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
