package org.tidings.launcher;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.tidings.launcher.access.BrokerRole;
import org.tidings.launcher.access.BrokerUsers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker user}: who may use a broker. One that runs follows within ten seconds. */
@Command(
        name = "user",
        description = "Adds, lists and removes users of a broker; one that runs follows within ten seconds.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class BrokerUserCommand implements Runnable {
    /** Guessing is not slowed down by anything but the hash. */
    private static final int SHORTEST_PASSWORD = 12;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: add, list or remove");
    }

    @Command(
            name = "add",
            description = "Adds a user, or gives one another password and other roles.",
            mixinStandardHelpOptions = true)
    Integer add(
            @Parameters(paramLabel = "NAME", description = "Letters, digits, '.', '_' and '-', at most 64.")
                    String name,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            required = true,
                            split = ",",
                            description =
                                    "application, control, authorizer, auditor, operator or instance; several with commas.")
                    List<String> roles,
            @Option(
                            names = "--password-file",
                            paramLabel = "FILE",
                            description = "Its first line is the password. Default: asked for, or standard input.")
                    Path passwordFile,
            @Option(
                            names = "--keys",
                            paramLabel = "DIR",
                            defaultValue = "data",
                            description = "Directory of the broker's users.")
                    Path keys)
            throws StartFailure {
        if (!BrokerUsers.isName(name)) {
            throw new StartFailure(name + " is no name for a user: letters, digits, '.', '_' and '-', at most 64");
        }
        Set<BrokerRole> granted = EnumSet.noneOf(BrokerRole.class);
        for (String role : roles) {
            granted.add(role(role));
        }
        String password = password(passwordFile);
        if (password.length() < SHORTEST_PASSWORD) {
            throw new StartFailure("the password is too short: " + SHORTEST_PASSWORD + " characters at least");
        }
        return with(keys, users -> users.put(name, password, granted));
    }

    @Command(name = "list", description = "Prints the users and their roles.", mixinStandardHelpOptions = true)
    Integer list(
            @Option(
                            names = "--keys",
                            paramLabel = "DIR",
                            defaultValue = "data",
                            description = "Directory of the broker's users.")
                    Path keys)
            throws StartFailure {
        return with(keys, users -> {
            for (Map.Entry<String, Set<String>> user : users.list().entrySet()) {
                System.out.println(user.getKey() + "\t" + String.join(",", user.getValue()));
            }
        });
    }

    @Command(
            name = "remove",
            description = "Takes a user's rights; what is connected may go on reading until it is disconnected.",
            mixinStandardHelpOptions = true)
    Integer remove(
            @Parameters(paramLabel = "NAME", description = "As list prints it.") String name,
            @Option(
                            names = "--keys",
                            paramLabel = "DIR",
                            defaultValue = "data",
                            description = "Directory of the broker's users.")
                    Path keys)
            throws StartFailure {
        boolean[] removed = {false};
        with(keys, users -> removed[0] = users.remove(name));
        if (!removed[0]) {
            throw new StartFailure("there is no user " + name + " in " + keys);
        }
        return 0;
    }

    private interface Use {
        void of(BrokerUsers users) throws IOException;
    }

    private static int with(Path keys, Use use) throws StartFailure {
        try {
            use.of(BrokerUsers.in(keys));
            return 0;
        } catch (IOException e) {
            throw new StartFailure(
                    "cannot use the broker's users in " + keys + " (" + e.getMessage()
                            + "): name the directory with --keys",
                    e);
        }
    }

    private static BrokerRole role(String name) throws StartFailure {
        try {
            return BrokerRole.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new StartFailure(
                    name + " is no role: application, control, authorizer, auditor, operator or instance", unknown);
        }
    }

    private static String password(Path file) throws StartFailure {
        try {
            if (file != null) {
                return Files.readString(file).lines().findFirst().orElse("").strip();
            }
            Console console = System.console();
            if (console != null) {
                char[] typed = console.readPassword("Password: ");
                return typed == null ? "" : new String(typed);
            }
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            throw new StartFailure("cannot read the password from " + (file == null ? "standard input" : file), e);
        }
    }
}
