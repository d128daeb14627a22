package org.tidings.envelope;

/** What a payload's constructor demands of its components. */
final class Demand {

    private Demand() {}

    static void present(Object component, String name) {
        that(component != null, name + " is missing");
    }

    static void notNegative(Number component, String name) {
        that(component == null || component.longValue() >= 0, name + " is negative");
    }

    static void that(boolean met, String otherwise) {
        if (!met) {
            throw new Unmet(otherwise);
        }
    }

    /** Its message is a fixed text, fit for the peer. */
    static final class Unmet extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        Unmet(String message) {
            super(message);
        }
    }
}
