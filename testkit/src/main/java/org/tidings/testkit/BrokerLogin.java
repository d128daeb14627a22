package org.tidings.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * As whom instances log in at a broker that shares their keys folder.
 *
 * @param keys the folder; the first broker there makes the password
 */
public record BrokerLogin(Path keys) {

    /** Behind the broker's address, for a client of JMS alone: commands never take a password in a URL. */
    public String parameters() {
        return "?user=" + user() + "&password=" + password();
    }

    public String user() {
        return "tidings";
    }

    /** Where the password is; not there before the first start. */
    public Path passwordFile() {
        return keys.resolve("broker-password");
    }

    public String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("no broker has made the instances' password yet", e);
        }
    }
}
