package org.tidings.client.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a token from a file or standard input, where the list of processes does not show it. */
final class TokenFile {

    private static final int MAX_BYTES = 1 << 16;

    private TokenFile() {}

    /** @param file {@code -} for standard input */
    static String read(Path file) throws CommandFailure {
        boolean standardInput = file.toString().equals("-");
        try (InputStream in = standardInput ? System.in : Files.newInputStream(file)) {
            String token = new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII).strip();
            if (token.isEmpty()) {
                throw new CommandFailure((standardInput ? "standard input" : file) + " holds no token");
            }
            return token;
        } catch (IOException unreadable) {
            throw new CommandFailure("cannot read a token from " + file + ": " + unreadable, unreadable);
        }
    }
}
