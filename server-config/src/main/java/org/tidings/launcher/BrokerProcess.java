package org.tidings.launcher;

import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The broker that is this process. Reached by reflection, for its classes lie with Artemis behind a loader of their own. */
final class BrokerProcess {
    private static final String BROKER = "org.tidings.launcher.broker.EmbeddedBroker";

    private BrokerProcess() {}

    /**
     * Runs a broker until the process is told to end.
     *
     * @param libraries the loader that sees Artemis
     * @param access who may use it
     * @param log where it logs to, named in a failure
     * @throws StartFailure when it does not come up
     */
    static void run(ClassLoader libraries, Path journal, InetAddress bind, int port, BrokerAccessPlan access, Path log)
            throws Exception {
        CountDownLatch stop = new CountDownLatch(1);
        TerminationSignal.handle(stop::countDown);
        AutoCloseable broker = start(libraries, journal, bind, port, access, log);
        String url = Origin.brokerUrl(bind, port);
        System.out.print(new ReadyBlock("Tidings broker is ready")
                .line("Broker", url + (access.secure() ? " (TLS)" : ""))
                .line("Users", access.users().folder().toString())
                .line("Instance", instance(url, access))
                .line("Journal", journal.toString())
                .line("Log", log.toString()));
        System.out.flush();
        stop.await();
        broker.close();
    }

    /** What starts an instance that uses it. */
    static String instance(String url, BrokerAccessPlan access) {
        return ShellWord.script() + " serve --broker " + url + " --keys "
                + ShellWord.quote(access.users().folder().toString())
                + (access.secure() ? " --broker-ca FILE" : "");
    }

    private static AutoCloseable start(
            ClassLoader libraries, Path journal, InetAddress bind, int port, BrokerAccessPlan access, Path log)
            throws StartFailure, ReflectiveOperationException {
        // Artemis looks its factories up through this.
        Thread.currentThread().setContextClassLoader(libraries);
        try {
            return (AutoCloseable) Class.forName(BROKER, true, libraries)
                    .getMethod("start", String.class, Path.class, String.class, int.class, Map.class)
                    .invoke(null, "tidings-broker", journal, bind.getHostAddress(), port, access.values());
        } catch (InvocationTargetException e) {
            throw new StartFailure(e.getCause().getMessage() + ": see " + log, e);
        }
    }
}
