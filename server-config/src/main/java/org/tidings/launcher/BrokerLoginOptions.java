package org.tidings.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import org.tidings.launcher.access.BrokerUsers;
import picocli.CommandLine.Option;

/** As whom a command logs in at a broker, and how it speaks to it. Never a password itself: all users of the machine see a process's arguments. */
final class BrokerLoginOptions {
    private static final int TIMEOUT_MILLIS = 3_000;

    @Option(
            names = "--broker-user",
            paramLabel = "NAME",
            description = "As whom to log in there. Default: " + BrokerUsers.INSTANCE + ".")
    private String user;

    @Option(
            names = "--broker-password-file",
            paramLabel = "FILE",
            description =
                    "File with the password, in its first line. Default: broker-password in the directory of the keys,"
                            + " where the broker put it.")
    private Path passwordFile;

    @Option(
            names = "--broker-ca",
            paramLabel = "FILE",
            description = "Speak TLS with the broker, whose certificate must be from an issuer in this file (PEM).")
    private Path issuers;

    /**
     * The broker at this URL, which answers.
     *
     * @param users of the keys folder, whose password counts where no other is named
     * @throws StartFailure when something is missing or wrong
     */
    InstancePlan.External plan(String url, BrokerUsers users) throws StartFailure {
        BrokerUrl broker = BrokerUrl.parse(url);
        readable("--broker-password-file", passwordFile);
        readable("--broker-ca", issuers);
        broker.requireReachable(TIMEOUT_MILLIS, issuers);
        Path password = passwordFile == null && user == null && Files.exists(users.instancePassword())
                ? users.instancePassword()
                : null;
        return new InstancePlan.External(broker, user, passwordFile, password, issuers);
    }

    private static void readable(String option, Path file) throws StartFailure {
        if (file != null && !Files.isReadable(file)) {
            throw new StartFailure("cannot read " + file + ": name a readable file with " + option);
        }
    }
}
