package org.tidings.launcher;

import java.lang.reflect.Proxy;

/**
 * SIGTERM and SIGINT. The JVM's answer to them is to run all shutdown hooks at once, the server's among them, while an orderly stop
 * says good-bye to the clients first. Reached by reflection because the compiler warns of {@code sun.misc.Signal}, which the module
 * {@code jdk.unsupported} exports on purpose and nothing else replaces.
 */
final class TerminationSignal {
    private TerminationSignal() {}

    /** Runs {@code stop} on a thread of the JVM when the process is told to end; from then on the default does not happen. */
    static void handle(Runnable stop) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    TerminationSignal.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        switch (method.getName()) {
                            case "handle" -> stop.run();
                            case "equals" -> {
                                return self == arguments[0];
                            }
                            case "hashCode" -> {
                                return System.identityHashCode(self);
                            }
                            default -> {
                                return "TerminationSignal";
                            }
                        }
                        return null;
                    });
            for (String name : new String[] {"TERM", "INT"}) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            }
        } catch (ReflectiveOperationException e) {
            // Started with -Xrs, or a JVM without this module: what has shutdown hooks stops by them, in no order.
            System.getLogger(TerminationSignal.class.getName())
                    .log(System.Logger.Level.WARNING, "Signals cannot be handled: clients will get no good-bye", e);
        }
    }
}
