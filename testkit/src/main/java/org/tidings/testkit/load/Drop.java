package org.tidings.testkit.load;

import java.util.function.Consumer;
import org.tidings.testkit.FaultProxy;

/** A way to lose all connections of a proxy. */
enum Drop {
    RESET(false, FaultProxy::reset),
    END(false, FaultProxy::drop),
    SERVER_AWAY(true, proxy -> {
        proxy.refuse();
        proxy.reset();
    }),
    BLACK_HOLE(true, FaultProxy::blackHole),
    HALF_OPEN(true, FaultProxy::halfOpen);

    /** Whether it lasts until it is healed. */
    final boolean lasts;

    private final Consumer<FaultProxy> fault;

    Drop(boolean lasts, Consumer<FaultProxy> fault) {
        this.lasts = lasts;
        this.fault = fault;
    }

    void begin(FaultProxy proxy) {
        fault.accept(proxy);
    }

    /** Also resets what has survived because nothing was lost on it: a drop is a drop. */
    void end(FaultProxy proxy) {
        if (lasts) {
            proxy.reset();
            proxy.pass();
        }
    }
}
