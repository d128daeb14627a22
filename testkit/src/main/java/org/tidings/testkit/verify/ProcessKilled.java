package org.tidings.testkit.verify;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.tidings.testkit.ControlledProcess;

/**
 * SIGKILL, and a start from what is on the disk.
 *
 * @param channels in which an outage counts
 */
record ProcessKilled(ControlledProcess process, String target, Set<String> hit, List<String> channels, Duration hold)
        implements Fault {

    @Override
    public void inject() {
        process.kill9();
    }

    @Override
    public void heal() {
        process.start();
    }
}
