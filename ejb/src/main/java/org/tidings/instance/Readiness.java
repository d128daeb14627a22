package org.tidings.instance;

import java.util.List;

/** Whether this instance should be given new connections. Thread-safe, does not block. */
public interface Readiness {
    /**
     * What keeps the instance from being ready, one short sentence each, shown to anyone who asks: no secrets, no
     * addresses. Empty when it is ready.
     */
    List<String> obstacles();

    /**
     * What an operator should look at although it keeps nobody from using the instance, one line each, for the log.
     * Empty when all is well.
     */
    List<String> warnings();

    /** Whether the instance is on its way out: it takes no new connections and lets go of those it has. */
    boolean draining();

    /** Whether so much waits to be sent that it can bear no further connection for the moment. */
    boolean overloaded();
}
