package org.tidings.testkit.verify;

import java.time.Duration;
import java.util.Set;
import org.tidings.testkit.ControlledProcess;

/** SIGSTOP, and much later SIGCONT: a process that wakes up and does not know that the world has moved on. */
record ProcessFrozen(ControlledProcess process, String target, Set<String> hit) implements Fault {

    /** Long enough for every timeout on the way: the broker gives a silent leader's shards away after 4.5 s. */
    private static final Duration FROZEN = Duration.ofSeconds(15);

    @Override
    public Duration hold() {
        return FROZEN;
    }

    @Override
    public void inject() {
        process.pause();
    }

    @Override
    public void heal() {
        process.resume();
    }
}
