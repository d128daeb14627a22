package org.tidings.settings;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Answers what a key is set to: the system property, else the environment variable, else the JSON file that the setting
 * {@value #FILE_KEY} names, else what the program that launched the application proposes.
 *
 * <p>The order and the mapping of environment names are those of MicroProfile Config 3.0: the exact name, then with
 * every character that is no letter, digit or {@code _} replaced by {@code _}, then that in upper case. As there, an
 * empty value means "not set" and hides what a later source says. System properties are looked up when asked, the rest
 * is read once. Thread-safe. A value that cannot be used throws {@link InvalidSetting}.
 */
public final class Settings {
    /** Names the JSON file; itself read from the system properties and the environment only. */
    public static final String FILE_KEY = "tidings.config";

    /** A system property of this prefix and a key proposes a value, for an operator to override anywhere. */
    public static final String PROPOSAL_PREFIX = "tidings.launcher.";

    static final String PREFIX = "tidings.";

    /** The settings of one token issuer, of which half a proposal would be a wrong one. */
    private static final String ISSUER_PREFIX = "mp.jwt.verify.";

    private static final List<String> ISSUER_KEYS =
            List.of(ISSUER_PREFIX + "publickey", ISSUER_PREFIX + "publickey.location");

    private final UnaryOperator<String> properties;
    private final Map<String, String> environment;
    private final SettingsFile file;

    private Settings(UnaryOperator<String> properties, Map<String, String> environment, SettingsFile file) {
        this.properties = properties;
        this.environment = environment;
        this.file = file;
    }

    /** The settings of this process. Fails with {@link InvalidSetting} where the named file cannot be used. */
    public static Settings load() {
        return load(System::getProperty, System.getenv());
    }

    /** The settings of this process with this file in place of the one that is set, as far as it can be read. */
    public static Settings load(Path file, Mistakes mistakes) {
        return new Settings(System::getProperty, System.getenv(), SettingsFile.read(file, mistakes));
    }

    /** Settings that say this and nothing else. */
    public static Settings of(Map<String, String> values) {
        return new Settings(values::get, Map.of(), SettingsFile.none());
    }

    static Settings load(UnaryOperator<String> properties, Map<String, String> environment) {
        Settings outer = new Settings(properties, environment, SettingsFile.none());
        Optional<Path> path = outer.file();
        if (path.isEmpty()) {
            return outer;
        }
        Mistakes mistakes = new Mistakes(path.get().toString());
        SettingsFile file = SettingsFile.read(path.get(), mistakes);
        mistakes.refuseAny();
        return new Settings(properties, environment, file);
    }

    /** The configuration file, where one is set. */
    public Optional<Path> file() {
        return find(FILE_KEY).map(Path::of);
    }

    /** The namespaces of the configuration file, not looked at yet; empty where it declares none. */
    public Optional<JsonEntry> namespaces() {
        return Optional.ofNullable(file.section(SettingsFile.NAMESPACES));
    }

    /** The logs beside the main one, not looked at yet; empty where the configuration file declares none. */
    public Optional<JsonEntry> logs() {
        return Optional.ofNullable(file.section(SettingsFile.LOGS));
    }

    /** The rules of the configuration file, not looked at yet; empty where it has none. */
    public Optional<JsonEntry> rules() {
        return Optional.ofNullable(file.section(SettingsFile.RULES));
    }

    /** Keys to which the configuration file gives another value than that of the other settings; those of rights left out. */
    public Set<String> differencesFrom(Settings other) {
        return file.differencesFrom(other.file);
    }

    /** To collect what is wrong with a section of the file. */
    public Mistakes mistakes() {
        return new Mistakes(file.name());
    }

    /** The value of a key, trimmed; empty where no source sets it. */
    public Optional<String> find(String key) {
        return value(key).map(Value::text);
    }

    public String get(String key, String fallback) {
        return find(key).orElse(fallback);
    }

    /** A whole number from {@code min} to {@code max}, both included. */
    public int getInt(String key, int fallback, int min, int max) {
        return (int) getLong(key, fallback, min, max);
    }

    /** A whole number from {@code min} to {@code max}, both included. */
    public long getLong(String key, long fallback, long min, long max) {
        Optional<Value> value = value(key);
        if (value.isEmpty()) {
            return fallback;
        }
        String allowed = "a whole number from " + min + " to " + max;
        try {
            long number = Long.parseLong(value.get().text());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw new InvalidSetting(key, value.get(), allowed);
        }
        throw new InvalidSetting(key, value.get(), allowed);
    }

    /** {@code true} or {@code false}, in any case; nothing else, so that a typing error is not taken for "no". */
    public boolean getBoolean(String key, boolean fallback) {
        Optional<Value> value = value(key);
        if (value.isEmpty()) {
            return fallback;
        }
        return switch (value.get().text().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidSetting(key, value.get(), "true or false");
        };
    }

    /** One of the names given. */
    public String getOneOf(String key, String fallback, String... allowed) {
        Optional<Value> value = value(key);
        if (value.isEmpty()) {
            return fallback;
        }
        if (!Arrays.asList(allowed).contains(value.get().text())) {
            throw new InvalidSetting(key, value.get(), String.join(" or ", allowed));
        }
        return value.get().text();
    }

    /** The elements between commas, trimmed, empty ones left out; an empty list where the key is not set. */
    public List<String> getList(String key) {
        return find(key).stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    private Optional<Value> value(String key) {
        Value configured = configured(key);
        return configured == null ? proposed(key) : Optional.of(configured).filter(Value::isSet);
    }

    private Optional<Value> proposed(String key) {
        String proposal = properties.apply(PROPOSAL_PREFIX + key);
        boolean foreign =
                key.startsWith(ISSUER_PREFIX) && ISSUER_KEYS.stream().anyMatch(own -> configured(own) != null);
        return proposal == null || foreign
                ? Optional.empty()
                : Optional.of(new Value(proposal.strip(), "launcher", null, null));
    }

    /** What the operator says; null where no source names the key. */
    private Value configured(String key) {
        String property = properties.apply(key);
        if (property != null) {
            return new Value(property.strip(), "system property", null, null);
        }
        String replaced = key.replaceAll("[^A-Za-z0-9_]", "_");
        for (String name : List.of(key, replaced, replaced.toUpperCase(Locale.ROOT))) {
            String variable = environment.get(name);
            if (variable != null) {
                return new Value(variable.strip(), "environment variable " + name, null, null);
            }
        }
        SettingsFile.Line line = file.setting(SettingsFile.withoutPrefix(key));
        return line == null
                ? null
                : new Value(
                        line.value().strip(),
                        "file " + file.name() + ", line " + line.place().line(),
                        file.name(),
                        line.place());
    }

    /**
     * A value and, for the operator, where it came from.
     *
     * @param file null where it did not come from the file, as is {@code place}
     */
    record Value(String text, String source, String file, Place place) {
        /** An empty value means "not set", and hides what a later source says. */
        boolean isSet() {
            return !text.isEmpty();
        }
    }
}
