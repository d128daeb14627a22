package org.tidings.launcher;

import fish.payara.micro.boot.PayaraMicroBoot;
import fish.payara.micro.boot.PayaraMicroLauncher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Payara Micro in this JVM, with the web application that lies in the same jar. There is one at most: it keeps its state in system
 * properties. Confined to the thread that calls {@link #start}, but {@link #stop}, which any thread may call once.
 */
final class PayaraMicroServer {
    /** The name of the WAR in MICRO-INF/deploy without its ending; the context path follows from it. */
    private static final String APPLICATION = "tidings";

    private static final String SERVER = "configs.config.server-config.";
    private static final String TRANSPORT = SERVER + "network-config.transports.transport.tcp.";

    /**
     * What the system keeps of a connection's output. The server takes four times as much again and reports it as sent, before it
     * says that a socket takes nothing more. Left to the system that is up to 4 MB, and so 16 MB of heap for a slow reader.
     */
    private static final int SOCKET_WRITE_BUFFER_BYTES = 65_536;

    /**
     * Events of connections that may wait for a thread, one for each at most. Where one too many comes, the server closes its
     * connection, whoever that is: a flood of handshakes would end WebSockets that have nothing to do with it.
     */
    private static final int MAX_QUEUED_EVENTS = 1_000_000;

    /** Those that wait for what arrives, and read what comes in frames. One is the server's default; more than so many wait in vain. */
    private static final int MAX_SELECTORS = 16;

    private static final String THREADS = SERVER + "thread-pools.thread-pool.http-thread-pool";
    private static final String LISTENERS = SERVER + "network-config.network-listeners.network-listener.";
    private static final String CLEAR = SERVER + "network-config.protocols.protocol.http-listener.";
    private static final String SECURE = SERVER + "network-config.protocols.protocol.https-listener.";

    /** Tells {@code StartAfterDeployment} in the application to wait. */
    private static final String DEPLOYING = "org.tidings.launcher.deploying";

    /**
     * The server's own services start one after the other. On several threads HK2 walks through a list of listeners while another
     * service adds to it, once in hundreds of starts, and the server gives up.
     */
    private static final String START_POLICY = "org.glassfish.startupThreadPolicy";

    private static final String ONE_AFTER_THE_OTHER = "USE_NO_THREADS";

    private final PayaraMicroBoot boot;

    private PayaraMicroServer(PayaraMicroBoot boot) {
        this.boot = boot;
    }

    /**
     * Boots the server and deploys the application; returns when that has started, or failed to.
     *
     * @param log where the server logs to, named in the failure
     * @throws StartFailure when the server does not boot
     */
    static PayaraMicroServer start(InstancePlan plan, Path log) throws StartFailure {
        Path commands = plan.work().write("pre-boot-commands.txt", preBootCommands(plan.origin()));
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--rootDir", plan.work().runtime().toString()));
        arguments.addAll(List.of("--prebootcommandfile", commands.toString()));
        arguments.addAll(List.of("--name", plan.name()));
        String port = Integer.toString(plan.origin().port());
        arguments.addAll(plan.origin().isSecure() ? List.of("--sslPort", port) : List.of("--port", port));
        // Hazelcast would listen on every interface, and does so with --nocluster too.
        arguments.addAll(List.of("--nohazelcast", "--disablephonehome"));
        System.setProperty(DEPLOYING, "true");
        System.setProperty(START_POLICY, System.getProperty(START_POLICY, ONE_AFTER_THE_OTHER));
        try {
            return new PayaraMicroServer(PayaraMicroLauncher.create(arguments.toArray(String[]::new)));
        } catch (Exception e) {
            throw new StartFailure("the server did not start (" + BootFailures.rootMessage(e) + "): see " + log, e);
        } finally {
            System.clearProperty(DEPLOYING);
        }
    }

    /**
     * Undeploys the application while the listener is still open, so that every client gets its good-bye, then ends the server.
     *
     * @throws Exception whatever the server throws; it is down as far as it goes
     */
    void stop() throws Exception {
        try {
            boot.getRuntime().undeploy(APPLICATION);
        } finally {
            boot.shutdown();
        }
    }

    /**
     * Listens where told only, queues little, speaks no HTTP/2, whose streams the application's own bounds of time do not know, and
     * offers no metrics of its own, which would lie at the root without authentication.
     */
    private static String preBootCommands(Origin origin) {
        String address = origin.bind().getHostAddress();
        String listening = origin.isSecure()
                ? """
                set %1$shttp-listener.enabled=false
                set %1$shttps-listener.address=%2$s
                set %1$shttps-listener.enabled=true
                set %3$sssl.tls12-enabled=true
                set %3$sssl.tls13-enabled=true
                set %3$shttp.http2-enabled=false
                """
                        .formatted(LISTENERS, address, SECURE)
                : """
                set %1$shttp-listener.address=%2$s
                set %3$shttp.http2-enabled=false
                """
                        .formatted(LISTENERS, address, CLEAR);
        return """
                %sset %ssocket-write-buffer-size=%d
                set %sacceptor-threads=%d
                set %s.max-queue-size=%d
                set %smicroprofile-metrics-configuration.enabled=false
                """
                .formatted(
                        listening,
                        TRANSPORT,
                        SOCKET_WRITE_BUFFER_BYTES,
                        TRANSPORT,
                        selectors(),
                        THREADS,
                        MAX_QUEUED_EVENTS,
                        SERVER);
    }

    /** With fewer than processors, frames would leave some of them idle; one alone would keep everybody waiting behind its slowest. */
    private static int selectors() {
        return Math.max(2, Math.min(MAX_SELECTORS, Runtime.getRuntime().availableProcessors()));
    }
}
