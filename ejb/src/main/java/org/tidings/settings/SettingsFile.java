package org.tidings.settings;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the configuration file says: settings, which are flattened to keys with dots, {@code {"log":{"ring-size":9}}} being
 * {@code log.ring-size}, and sections, which are kept as they are for whoever reads them. A leading {@code tidings.} is
 * dropped. Arrays of plain values are joined by commas; null means "not set". A key that occurs twice, in whatever spelling,
 * or that nobody reads, is a mistake.
 */
final class SettingsFile {
    /** What is more than a setting: read by a package of its own. */
    static final String RULES = "rules";

    static final String NAMESPACES = "namespaces";

    static final String LOGS = "logs";

    private static final Set<String> SECTIONS = Set.of(RULES, NAMESPACES, LOGS);

    /** Settings that hold as soon as the file has changed. */
    private static final Set<String> FOLLOWED = Set.of("channels");

    /** Every key that is read anywhere. A test compares the list with the sources. */
    private static final Set<String> KEYS = keys();

    private final String name;
    private final Mistakes mistakes;
    private final Map<String, Line> settings = new HashMap<>();
    private final Map<String, JsonEntry> sections = new HashMap<>();

    /** A setting's value and where it stands. */
    record Line(Place place, String value) {}

    private SettingsFile(String name, Mistakes mistakes) {
        this.name = name;
        this.mistakes = mistakes;
    }

    /** Reads as far as it can; what is wrong is among the mistakes. */
    static SettingsFile read(Path path, Mistakes mistakes) {
        SettingsFile file = new SettingsFile(path.toString(), mistakes);
        try {
            file.group("", JsonText.read(Files.readString(path), mistakes));
        } catch (CharacterCodingException notUtf8) {
            mistakes.add(Place.WHOLE_FILE, "is not UTF-8");
        } catch (IOException unreadable) {
            mistakes.add(Place.WHOLE_FILE, "cannot be read: " + unreadable);
        }
        return file;
    }

    /** No file at all. */
    static SettingsFile none() {
        return new SettingsFile("", new Mistakes(""));
    }

    String name() {
        return name;
    }

    /** @param key without the leading {@code tidings.} */
    Line setting(String key) {
        return settings.get(key);
    }

    JsonEntry section(String section) {
        return sections.get(section);
    }

    /** Keys with another value than in the other file. */
    Set<String> differencesFrom(SettingsFile other) {
        Set<String> keys = new TreeSet<>(settings.keySet());
        keys.addAll(other.settings.keySet());
        keys.removeIf(key -> FOLLOWED.contains(key) || Objects.equals(text(key), other.text(key)));
        return keys;
    }

    private String text(String key) {
        Line line = settings.get(key);
        return line == null ? null : line.value();
    }

    private void group(String prefix, JsonEntry.Members group) {
        group.byName().forEach((name, member) -> entry(withoutPrefix(prefix + name), member));
    }

    private void entry(String key, JsonEntry.Member member) {
        JsonEntry value = member.value();
        if (SECTIONS.contains(key)) {
            sections.put(key, value);
        } else if (value instanceof JsonEntry.Members group && isGroup(key)) {
            group(key + ".", group);
        } else if (!KEYS.contains(key)) {
            Set<String> known = new TreeSet<>(KEYS);
            known.addAll(SECTIONS);
            mistakes.unknown(member.name(), "setting", key, known);
        } else if (value instanceof JsonEntry.Members) {
            mistakes.expected(value, "a value");
        } else if (value instanceof JsonEntry.Elements list) {
            put(key, member.name(), joined(list));
        } else if (!(value instanceof JsonEntry.Nothing)) {
            put(key, member.name(), plain(value));
        }
    }

    private static boolean isGroup(String key) {
        return key.equals("tidings") || KEYS.stream().anyMatch(known -> known.startsWith(key + "."));
    }

    private String joined(JsonEntry.Elements list) {
        List<String> elements = new ArrayList<>();
        for (JsonEntry element : list.values()) {
            String text = plain(element);
            if (text == null) {
                mistakes.add(
                        element.place(),
                        "only texts, numbers, true and false may stand in this list, not " + element.kind());
            } else if (text.contains(",")) {
                mistakes.add(element.place(), "an element of a list may not hold a comma");
            } else {
                elements.add(text);
            }
        }
        return String.join(",", elements);
    }

    private static String plain(JsonEntry value) {
        if (value instanceof JsonEntry.Text text) {
            return text.value();
        }
        return value instanceof JsonEntry.Plain plain ? plain.written() : null;
    }

    private void put(String key, Place place, String value) {
        if (settings.putIfAbsent(key, new Line(place, value)) != null) {
            mistakes.add(place, "is set twice, in whatever spelling");
        }
    }

    /** The file may leave out the leading {@code tidings.}: every key in it is Tidings'. */
    static String withoutPrefix(String key) {
        return key.startsWith(Settings.PREFIX) ? key.substring(Settings.PREFIX.length()) : key;
    }

    private static Set<String> keys() {
        try (InputStream list = SettingsFile.class.getResourceAsStream("keys.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(SettingsFile::withoutPrefix)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
