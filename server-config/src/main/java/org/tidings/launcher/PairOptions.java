package org.tidings.launcher;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The options that make a broker one of a pair. */
final class PairOptions {

    /** Who begins. */
    enum Role {
        primary,
        backup
    }

    @Option(
            names = "--role",
            paramLabel = "primary|backup",
            required = true,
            description = "Makes this one of a pair of brokers: who is live at the very first start.")
    private Role role;

    @Option(
            names = "--peer",
            paramLabel = "HOST:PORT",
            required = true,
            description = "Where the other broker of the pair is reached.")
    private String peer;

    @Option(
            names = "--witness",
            paramLabel = "DIR",
            required = true,
            description =
                    "A directory that both brokers reach and that is lost with neither: it says who has the newest journal.")
    private Path witness;

    @Option(
            names = "--advertise",
            paramLabel = "HOST",
            description = "Host under which the other broker reaches this one. Default: the one it listens on.")
    private String advertise;

    @Option(
            names = "--take-over",
            description =
                    "Go live with this journal although the other broker, which is lost for good, was live after it.")
    private boolean takeOver;

    /** @throws StartFailure when they do not fit together */
    PairPlan plan(InetAddress bind, int port) throws StartFailure {
        if (advertise == null && bind.isAnyLocalAddress()) {
            throw new StartFailure("the other broker cannot reach " + bind.getHostAddress()
                    + ": name this host with --advertise, or listen on one address with --bind");
        }
        Path folder = witness.toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw new StartFailure("the witness " + folder
                    + " is no directory: make it, or mount what both brokers share, or name another with --witness");
        }
        String self =
                advertise == null ? Origin.brokerUrl(bind, port) : "tcp://" + Origin.hostPart(advertise) + ":" + port;
        return new PairPlan(
                role.name().toUpperCase(Locale.ROOT),
                self,
                BrokerUrl.parse("tcp://" + peer).url(),
                folder,
                takeOver);
    }
}
