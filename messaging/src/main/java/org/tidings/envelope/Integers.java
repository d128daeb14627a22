package org.tidings.envelope;

/** Integers as JSON writes them. */
final class Integers {

    /** The length of the smallest long. */
    private static final int LONGEST = 20;

    private Integers() {}

    /**
     * Reads a JSON number that has neither fraction nor exponent; null otherwise and beyond a long. Goes by the text, since
     * building a BigDecimal of a peer's 60,000 digits takes time quadratic in them.
     */
    static Long read(String number) {
        if (number.length() > LONGEST) {
            return null;
        }
        try {
            return Long.valueOf(number);
        } catch (NumberFormatException noInteger) {
            return null;
        }
    }
}
