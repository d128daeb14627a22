package org.tidings.testkit.verify;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.tidings.testkit.FaultProxy;

/** A network that works badly or not at all, in one of its forms. */
record LinkDisturbed(List<FaultProxy> links, Form form, String target, Set<String> hit, Duration hold)
        implements Fault {

    /** How bad. */
    enum Form {
        DELAY("delay"),
        JITTER("jitter"),
        TRICKLE("trickle"),
        HALF_OPEN("half-open"),
        RESET("reset"),
        BLACK_HOLE("black-hole");

        private static final Duration LATE = Duration.ofMillis(250);
        private static final Duration UNSTEADY = Duration.ofMillis(200);

        /** A fraction of what a run's events need. */
        private static final int TRICKLE_BYTES = 20_000;

        private final String label;

        Form(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        private void on(FaultProxy link) {
            switch (this) {
                case DELAY -> link.delay(LATE, Duration.ZERO);
                case JITTER -> link.delay(Duration.ZERO, UNSTEADY);
                case TRICKLE -> link.trickle(TRICKLE_BYTES);
                case HALF_OPEN -> link.halfOpen();
                case RESET -> link.reset();
                case BLACK_HOLE -> link.blackHole();
            }
        }
    }

    @Override
    public void inject() {
        links.forEach(form::on);
    }

    @Override
    public void heal() {
        links.forEach(FaultProxy::pass);
    }
}
