package org.tidings.launcher.access;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The users of a broker and their roles, in two files of the keys folder as Artemis reads them. A running broker follows their changes.
 * Changed by one process at a time; read by any.
 */
public final class BrokerUsers {
    /** As whom every instance logs in, unless told otherwise. */
    public static final String INSTANCE = "tidings";

    /** Between brokers of a pair; the broker knows it by another way. */
    public static final String PAIR = "tidings-pair";

    /** Of {@code org.tidings.launcher.broker.BrokerLogin}, which this class cannot see. */
    private static final String USERS_FILE = "broker-users.properties";

    private static final String ROLES_FILE = "broker-roles.properties";

    private static final String PASSWORD_FILE = "broker-password";
    private static final String PAIR_PASSWORD_FILE = "broker-pair-password";

    /** Nothing that the files' format would have to escape. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Path folder;

    private BrokerUsers(Path folder) {
        this.folder = folder;
    }

    /** The keys folder; made when something is put there. */
    public static BrokerUsers in(Path folder) {
        return new BrokerUsers(folder.toAbsolutePath().normalize());
    }

    public Path folder() {
        return folder;
    }

    /** The file of the password with which instances log in; perhaps not there. */
    public Path instancePassword() {
        return folder.resolve(PASSWORD_FILE);
    }

    /**
     * Sees to it that instances can log in: makes their password where there is none, and enters its hash.
     *
     * @throws IOException in words fit for the user
     */
    public void admitInstances() throws IOException {
        String password = SecretFile.openOrCreate(instancePassword());
        change(() -> {
            Map<String, String> users = read(USERS_FILE);
            Map<String, Set<String>> roles = roles();
            boolean known = PasswordHash.matches(password, users.getOrDefault(INSTANCE, ""));
            if (!known || !roles.getOrDefault(INSTANCE, Set.of()).contains(BrokerRole.INSTANCE.roleName())) {
                users.put(INSTANCE, PasswordHash.of(password, PasswordHash.FOR_RANDOM));
                roles.computeIfAbsent(INSTANCE, user -> new TreeSet<>()).add(BrokerRole.INSTANCE.roleName());
                write(users, roles);
            }
        });
    }

    /** The password that the two brokers of a pair show each other, made where there is none. */
    public String pairPassword() throws IOException {
        return SecretFile.openOrCreate(folder.resolve(PAIR_PASSWORD_FILE));
    }

    public static boolean isName(String user) {
        return NAME.matcher(user).matches() && !user.equals(PAIR);
    }

    /** Adds a user, or gives one another password and other roles. */
    public void put(String user, String password, Set<BrokerRole> granted) throws IOException {
        Files.createDirectories(folder);
        String hash = PasswordHash.of(password, PasswordHash.FOR_CHOSEN);
        change(() -> {
            Map<String, String> users = read(USERS_FILE);
            Map<String, Set<String>> roles = roles();
            users.put(user, hash);
            roles.put(user, granted.stream().map(BrokerRole::roleName).collect(Collectors.toCollection(TreeSet::new)));
            write(users, roles);
        });
    }

    /** @return false where there was none of that name */
    public boolean remove(String user) throws IOException {
        if (!list().containsKey(user)) {
            return false;
        }
        change(() -> {
            Map<String, String> users = read(USERS_FILE);
            Map<String, Set<String>> roles = roles();
            users.remove(user);
            roles.remove(user);
            write(users, roles);
        });
        return true;
    }

    /** The users' names, each with those of its roles. */
    public Map<String, Set<String>> list() throws IOException {
        Map<String, Set<String>> list = new TreeMap<>();
        Map<String, Set<String>> roles = roles();
        read(USERS_FILE).keySet().forEach(user -> list.put(user, roles.getOrDefault(user, Set.of())));
        return list;
    }

    private interface Change {
        void make() throws IOException;
    }

    private void change(Change change) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        folder.resolve("broker-users.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assert lock.isValid();
            change.make();
        }
    }

    /** By user. The file has them by role. */
    private Map<String, Set<String>> roles() throws IOException {
        Map<String, Set<String>> roles = new TreeMap<>();
        read(ROLES_FILE).forEach((role, users) -> {
            for (String user : users.split(",")) {
                roles.computeIfAbsent(user.strip(), name -> new TreeSet<>()).add(role);
            }
        });
        return roles;
    }

    private Map<String, String> read(String file) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        Path path = folder.resolve(file);
        if (Files.exists(path)) {
            Properties properties = new Properties();
            try (Reader text = new StringReader(Files.readString(path))) {
                properties.load(text);
            } catch (IllegalArgumentException malformed) {
                throw new IOException(path + " is no file of users: " + malformed.getMessage(), malformed);
            }
            properties.stringPropertyNames().forEach(key -> entries.put(key, properties.getProperty(key)));
        }
        return entries;
    }

    /** The roles first: a user without any can do nothing, and one who gets a role in between gets it now. */
    private void write(Map<String, String> users, Map<String, Set<String>> roles) throws IOException {
        Map<String, String> byRole = new TreeMap<>();
        roles.forEach((user, names) -> names.forEach(role -> byRole.merge(role, user, (a, b) -> a + "," + b)));
        SecretFile.replace(
                folder.resolve(ROLES_FILE), text("Roles and their users, changed by ./tidings broker user", byRole));
        SecretFile.replace(
                folder.resolve(USERS_FILE), text("Users and their hashed passwords, changed likewise", users));
    }

    private static String text(String comment, Map<String, String> entries) {
        StringBuilder text = new StringBuilder("# ").append(comment).append('\n');
        entries.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        return text.toString();
    }
}
