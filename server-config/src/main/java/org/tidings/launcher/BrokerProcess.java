package org.tidings.launcher;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.tidings.launcher.broker.BrokerSettings;
import org.tidings.launcher.broker.EmbeddedBroker;

/** The broker that is this process. Apart from its command, which must load where there is no Artemis on the class path. */
final class BrokerProcess {
    private BrokerProcess() {}

    /**
     * Runs a broker until the process is told to end.
     *
     * @throws StartFailure when it does not come up
     */
    static void run(Path journal, InetAddress bind, int port, Path log) throws StartFailure, InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        TerminationSignal.handle(stop::countDown);
        EmbeddedBroker broker;
        BrokerSettings settings;
        try {
            settings = BrokerSettings.of("tidings-broker", journal, bind.getHostAddress(), port);
            broker = EmbeddedBroker.start(settings);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new StartFailure(e.getMessage() + ": see " + log, e);
        }
        String host = bind.isAnyLocalAddress() ? "127.0.0.1" : Origin.hostPart(bind.getHostAddress());
        String url = "tcp://" + host + ":" + port;
        System.out.print(new ReadyBlock("Tidings broker is ready")
                .line("Broker", url + " (no password: open to whoever reaches it)")
                .line("Instance", "./tidings serve --broker " + url)
                .line("Shards", Integer.toString(settings.shards()))
                .line("Journal", journal.toString())
                .line("Log", log.toString()));
        System.out.flush();
        stop.await();
        broker.close();
    }
}
