package org.tidings.instance;

import java.util.function.BooleanSupplier;

/** CDI event: the instance starts. An embedded broker starts with it, before the log is opened. */
public final class InstanceStarting {

    private volatile BooleanSupplier held = () -> false;

    /** Lets the instance begin only when this is false. Asked many times a second, on a thread of the instance. */
    public void holdBackWhile(BooleanSupplier condition) {
        held = condition;
    }

    boolean isHeldBack() {
        return held.getAsBoolean();
    }
}
