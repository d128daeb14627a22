package org.tidings.log;

import io.netty.util.concurrent.FastThreadLocal;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnector;

/**
 * The threads that Artemis shares among all connections. It ends them ten seconds after the last one is closed: by then an
 * undeployed application's classes are gone, and the threads die of that, with their sockets open. So the last user ends
 * them and waits. Thread-safe.
 */
final class NetworkThreads {

    private static final String NAME = "(activemq-client-remoting)";
    private static final long END_MILLIS = 1_000;

    /** Guarded by the class. */
    private static int users;

    private NetworkThreads() {}

    static synchronized void use() {
        users++;
    }

    /** Called by the thread that closed the connections, on which Netty has left variables: it may be the server's own. */
    static synchronized void release() {
        FastThreadLocal.removeAll();
        users--;
        endIfUnused();
    }

    /** Also for a thread that was still connecting when the last user let go: that began new ones. */
    static synchronized void endIfUnused() {
        if (users > 0) {
            return;
        }
        NettyConnector.clearThreadPools();
        ClassLoader ours = NettyConnector.class.getClassLoader();
        try {
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                // Other applications in this JVM may bring an Artemis of their own.
                if (thread.getName().endsWith(NAME) && thread.getContextClassLoader() == ours) {
                    thread.join(END_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
