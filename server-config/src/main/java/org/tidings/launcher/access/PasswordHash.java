package org.tidings.launcher.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A password in the form in which Artemis keeps it, {@code ENC(iterations:salt:hash)}, by PBKDF2. Stateless. */
final class PasswordHash {
    private static final Pattern FORM = Pattern.compile("ENC\\(([0-9]{1,9}):([0-9A-F]+):([0-9A-F]+)\\)");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Artemis fixes it. */
    private static final String ALGORITHM = "PBKDF2WithHmacSHA1";

    private static final int SALT_BYTES = 32;
    private static final int HASH_BYTES = 64;

    /** For what cannot be guessed: the broker works this out anew every ten seconds, while messages wait. */
    static final int FOR_RANDOM = 1_024;

    /** For what a human has chosen. */
    static final int FOR_CHOSEN = 50_000;

    private PasswordHash() {}

    static String of(String password, int iterations) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        byte[] hash = hash(password, salt, iterations, HASH_BYTES);
        return "ENC(" + iterations + ":" + HEX.formatHex(salt) + ":" + HEX.formatHex(hash) + ")";
    }

    /** @param stored in whatever form it was found */
    static boolean matches(String password, String stored) {
        Matcher parts = FORM.matcher(stored);
        if (!parts.matches() || parts.group(2).length() % 2 + parts.group(3).length() % 2 > 0) {
            return false;
        }
        byte[] expected = HEX.parseHex(parts.group(3));
        byte[] salt = HEX.parseHex(parts.group(2));
        return MessageDigest.isEqual(expected, hash(password, salt, Integer.parseInt(parts.group(1)), expected.length));
    }

    private static byte[] hash(String password, byte[] salt, int iterations, int bytes) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, bytes * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot hash passwords", e);
        } finally {
            spec.clearPassword();
        }
    }
}
