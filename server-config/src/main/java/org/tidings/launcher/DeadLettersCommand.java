package org.tidings.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.tidings.launcher.access.BrokerUsers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code broker dead-letters}: what was sent to Tidings and nobody could use, without what was in it. */
@Command(
        name = "dead-letters",
        description = "Lists or removes what was sent to a broker and nobody could use.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DeadLettersCommand implements Runnable {
    private static final String LETTERS = "org.tidings.launcher.broker.DeadLetterQueue";
    private static final String DEFAULT_BROKER = "tcp://127.0.0.1:61616";
    private static final String BROKER = "The broker: tcp://HOST:PORT, or tcp://HOST:PORT,tcp://HOST:PORT for a pair.";
    private static final String KEYS = "Directory with the broker's password, where no other is named.";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: list or purge");
    }

    @Command(
            name = "list",
            description =
                    "Prints time, reason, address, kind, length and sender of each, oldest first, with tabs between.",
            mixinStandardHelpOptions = true)
    Integer list(
            @Option(names = "--broker", paramLabel = "URL", defaultValue = DEFAULT_BROKER, description = BROKER)
                    String broker,
            @Option(names = "--keys", paramLabel = "DIR", defaultValue = "data", description = KEYS) Path keys,
            @Mixin BrokerLoginOptions login)
            throws StartFailure {
        return ask("list", login.plan(broker, BrokerUsers.in(keys)));
    }

    @Command(name = "purge", description = "Removes all that are there.", mixinStandardHelpOptions = true)
    Integer purge(
            @Option(names = "--broker", paramLabel = "URL", defaultValue = DEFAULT_BROKER, description = BROKER)
                    String broker,
            @Option(names = "--keys", paramLabel = "DIR", defaultValue = "data", description = KEYS) Path keys,
            @Mixin BrokerLoginOptions login)
            throws StartFailure {
        return ask("purge", login.plan(broker, BrokerUsers.in(keys)));
    }

    private static int ask(String method, InstancePlan.External broker) throws StartFailure {
        Map<String, String> values = new HashMap<>();
        values.put("url", broker.url().url());
        Path file = broker.passwordFile() != null ? broker.passwordFile() : broker.proposedPasswordFile();
        if (file != null) {
            values.put("user", broker.user() != null ? broker.user() : BrokerUsers.INSTANCE);
            values.put("password", firstLine(file));
        }
        if (broker.issuers() != null) {
            values.put("issuers", broker.issuers().toAbsolutePath().toString());
        }
        Application.ask(ApplicationLibraries::all, LETTERS, method, Map.class, values)
                .forEach(System.out::println);
        return 0;
    }

    private static String firstLine(Path file) throws StartFailure {
        try {
            return Files.readString(file).lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new StartFailure("cannot read " + file + ": name a readable file with --broker-password-file", e);
        }
    }
}
