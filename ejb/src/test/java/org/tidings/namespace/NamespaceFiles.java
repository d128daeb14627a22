package org.tidings.namespace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tidings.settings.InvalidSetting;
import org.tidings.settings.Mistake;
import org.tidings.settings.Mistakes;
import org.tidings.settings.Settings;

/** Configuration files with namespaces in them. */
public final class NamespaceFiles {
    private NamespaceFiles() {}

    /** The options of a namespace {@code ns}. @param options as an object, with single quotes for double ones */
    public static NamespaceOptions options(String options) {
        return read("{'ns':" + options + "}").of("ns:1").orElseThrow();
    }

    /** @param section what stands behind {@code "namespaces":}, with single quotes for double ones */
    public static Namespaces read(String section) {
        return readFile("{'namespaces':" + section + "}");
    }

    /** @param text of the whole file, with single quotes for double ones */
    static Namespaces readFile(String text) {
        Path file = write(text.replace('\'', '"'));
        Mistakes mistakes = new Mistakes(file.toString());
        Settings settings = Settings.load(file, mistakes);
        mistakes.refuseAny();
        return Namespaces.from(settings);
    }

    /** What is wrong, as {@code line:column: path: reason}. */
    static List<String> mistakes(String section) {
        try {
            read(section);
            return List.of();
        } catch (InvalidSetting refused) {
            return refused.mistakes().stream()
                    .map(Mistake::toString)
                    .map(text -> text.substring(text.indexOf(".json:") + ".json:".length()))
                    .toList();
        }
    }

    private static Path write(String text) {
        try {
            Path file = Files.createTempFile("namespaces", ".json");
            file.toFile().deleteOnExit();
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
