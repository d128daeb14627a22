package org.tidings.launcher;

import java.nio.file.Path;
import java.util.Map;

/**
 * A broker of a pair about to be started.
 *
 * @param role {@code PRIMARY} or {@code BACKUP}
 * @param self the URL under which the other one reaches it
 * @param peer the other one's
 */
record PairPlan(String role, String self, String peer, Path witness, boolean takeOver) {

    /** For the broker, whose classes are out of sight here. */
    Map<String, String> values() {
        return Map.of(
                "role",
                role,
                "self",
                self,
                "peer",
                peer,
                "witness",
                witness.toString(),
                "takeOver",
                Boolean.toString(takeOver));
    }

    /** What instances are given as {@code --broker}. */
    String urls() {
        return self + "," + peer;
    }
}
