package org.tidings.launcher;

import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** The broker of a pair that is this process. Reached by reflection, like {@link BrokerProcess}. */
final class PairProcess {

    private static final String BROKER = "org.tidings.launcher.broker.PairedBroker";
    private static final String ENDED = "ended";

    private final ClassLoader libraries;
    private final PairPlan plan;
    private final BrokerAccessPlan access;
    private final Path log;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile boolean ended;

    /** @param log where it logs to, named in a failure */
    PairProcess(ClassLoader libraries, PairPlan plan, BrokerAccessPlan access, Path log) {
        this.libraries = libraries;
        this.plan = plan;
        this.access = access;
        this.log = log;
    }

    /**
     * Runs the broker until the process is told to end, or the broker ends by itself.
     *
     * @return the exit status
     * @throws StartFailure when it does not come up
     */
    int run(Path journal, InetAddress bind, int port) throws Exception {
        TerminationSignal.handle(stop::countDown);
        System.out.print(new ReadyBlock("Tidings broker is ready to be one of a pair")
                .line("Broker", plan.self() + (access.secure() ? " (TLS)" : ""))
                .line("Users", access.users().folder().toString())
                .line("Peer", plan.peer())
                .line("Witness", plan.witness().toString())
                .line("Instance", BrokerProcess.instance(plan.urls(), access))
                .line("Journal", journal.toString())
                .line("Log", log.toString()));
        AutoCloseable broker = start(journal, bind, port);
        stop.await();
        broker.close();
        if (ended) {
            throw new StartFailure("the broker ended by itself: see " + log);
        }
        return 0;
    }

    private AutoCloseable start(Path journal, InetAddress bind, int port)
            throws StartFailure, ReflectiveOperationException {
        // Artemis looks its factories up through this.
        Thread.currentThread().setContextClassLoader(libraries);
        Consumer<String> told = this::tell;
        try {
            return (AutoCloseable) Class.forName(BROKER, true, libraries)
                    .getMethod(
                            "start",
                            String.class,
                            Path.class,
                            String.class,
                            int.class,
                            Map.class,
                            Map.class,
                            Consumer.class)
                    .invoke(
                            null,
                            plan.self(),
                            journal,
                            bind.getHostAddress(),
                            port,
                            plan.values(),
                            access.pairValues(),
                            told);
        } catch (InvocationTargetException e) {
            throw new StartFailure(e.getCause().getMessage() + ": see " + log, e);
        }
    }

    /** One line of standard output for each change, as a service manager's journal keeps them. */
    private void tell(String standing) {
        System.out.println("Tidings broker: " + standing);
        System.out.flush();
        if (standing.startsWith(ENDED)) {
            ended = true;
            stop.countDown();
        }
    }
}
