package org.tidings.envelope;

import java.util.regex.Pattern;

/** What a payload's constructor demands of its components. */
final class Demand {

    private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9._~-]{1,64}");

    private Demand() {}

    static void present(Object component, String name) {
        that(component != null, name + " is missing");
    }

    static void notNegative(Number component, String name) {
        that(component == null || component.longValue() >= 0, name + " is negative");
    }

    /** A device's name goes into keys and comes back to the user's other devices. */
    static void deviceName(String name) {
        that(name == null || DEVICE.matcher(name).matches(), "device is named with 1 to 64 letters, digits and ._~-");
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
