package org.tidings.testkit.verify;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Every instance is asked to end and started again, one after the other, as for an upgrade. */
record RollingRestart(List<Member> members) implements Fault {

    @Override
    public String target() {
        return "every instance";
    }

    /** One after the other is down, so all count, always. */
    @Override
    public Set<String> hit() {
        return Set.of();
    }

    @Override
    public void inject() {
        for (Member member : members) {
            member.node().terminate();
            member.node().start();
        }
    }

    @Override
    public Duration hold() {
        return Duration.ZERO;
    }

    @Override
    public void heal() {
        // They have been started.
    }
}
