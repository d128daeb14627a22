package org.tidings.testkit.verify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One thing that goes wrong, and its end. Driven by the run's thread, while clients publish and read on. */
interface Fault {

    /** Whom it hits, for people. */
    String target();

    /** The instances that it hits: how long their own clients cannot publish is no outage of the others. */
    Set<String> hit();

    /** The channels in which an outage counts. */
    default List<String> channels() {
        return Channels.all();
    }

    /** Makes it happen. */
    void inject();

    /** How long to leave it so. */
    Duration hold();

    /** Undoes it: what was ended is started again, what was cut is joined. */
    void heal();

    /** What is not as it must be, once all clients publish and read again; mostly the history alone can tell. */
    default Optional<String> complaint() {
        return Optional.empty();
    }
}
