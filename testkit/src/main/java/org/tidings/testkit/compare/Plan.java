package org.tidings.testkit.compare;

import java.time.Duration;
import java.util.List;
import org.tidings.testkit.Jvm;
import org.tidings.testkit.peer.Peer;
import org.tidings.testkit.peer.Platform;

/**
 * What is compared, and for how long.
 *
 * @param platform the server that Tidings runs on
 * @param jvms what instances run on where these are compared
 * @param peers the others
 * @param rounds how often each has its turn
 * @param round how long a turn is measured
 * @param warmUp how long each works before its first turn
 * @param window publishes under way where a server is to be saturated
 * @param brief whether a small form will do, to see that it works
 */
public record Plan(
        Platform platform,
        List<Jvm> jvms,
        List<Peer> peers,
        int rounds,
        Duration round,
        Duration warmUp,
        int window,
        boolean brief) {

    /** One number in full, another in the small form. */
    int size(int full, int small) {
        return brief ? small : full;
    }

    /** What a goal is, which depends on the server. */
    double goal(double onPayaraMicro, double onWildFly) {
        return platform.name().equals("wildfly") ? onWildFly : onPayaraMicro;
    }
}
