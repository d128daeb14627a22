package org.tidings.launcher;

import java.net.InetAddress;
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
        sortOptions = false)
final class BrokerCommand implements Callable<Integer> {
    @Option(names = "--port", paramLabel = "PORT", description = "Port to listen on; 0 picks a free one.")
    private int port = 61616;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Address to listen on; 0.0.0.0 for all.")
    private String bind = "127.0.0.1";

    @Option(names = "--data", paramLabel = "DIR", description = "Directory for journal and log.")
    private Path data = Path.of("data");

    @ArgGroup(exclusive = false)
    private PairOptions pair;

    @Override
    public Integer call() throws Exception {
        InetAddress address = ListenPort.address(bind);
        int listen = ListenPort.claim("--port", address, port);
        DataDirectory directory = DataDirectory.open(data);
        Path journal = directory.claimJournal();
        WorkDirectory mine = WorkDirectory.prepare(directory.root().resolve("broker"));
        Path log = LogFile.configure(mine, "broker");
        ClassLoader libraries = ApplicationLibraries.unpackTo(mine.runtime(), ApplicationLibraries::all);
        if (pair != null) {
            return new PairProcess(libraries, pair.plan(address, listen), log).run(journal, address, listen);
        }
        BrokerProcess.run(libraries, journal, address, listen, log);
        return 0;
    }
}
