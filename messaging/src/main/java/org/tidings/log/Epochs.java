package org.tidings.log;

import java.security.SecureRandom;

/** Names for incarnations of a log. */
final class Epochs {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALPHABET = "0123456789abcdefghijkmnpqrstuvwxyz";

    private Epochs() {}

    /** Eight characters without a dot, so that {@code epoch.seq} can be split. */
    static String random() {
        StringBuilder epoch = new StringBuilder(8);
        for (int i = 0; i < 8; i++) {
            epoch.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return epoch.toString();
    }
}
