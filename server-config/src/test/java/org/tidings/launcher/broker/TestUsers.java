package org.tidings.launcher.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.tidings.launcher.access.BrokerRole;
import org.tidings.launcher.access.BrokerUsers;

/** The users of a broker under test, and how a client says in a URL who it is; no command of ours takes that. */
final class TestUsers {
    private static final String PASSWORD = "password-of-the-tests";

    private final BrokerUsers users;

    TestUsers(Path folder) {
        users = BrokerUsers.in(folder);
        try {
            users.admitInstances();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    BrokerAccess access() {
        return BrokerAccess.of(users.folder());
    }

    /** Behind a URL: what makes its user an instance. */
    String asInstance() {
        try {
            return login(
                    BrokerUsers.INSTANCE,
                    Files.readString(users.instancePassword()).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Behind a URL: a new user's name and password. */
    String as(String user, BrokerRole... roles) {
        try {
            users.put(user, PASSWORD, Set.of(roles));
            return login(user, PASSWORD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove(String user) throws IOException {
        users.remove(user);
    }

    private static String login(String user, String password) {
        return "?user=" + user + "&password=" + password;
    }
}
