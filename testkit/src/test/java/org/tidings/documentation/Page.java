package org.tidings.documentation;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tidings.testkit.Distribution;

/** A page of the project, in Markdown. */
record Page(Path file, String text) {

    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");

    /** Every page: at the root, under {@code docs} and of the examples. */
    static List<Page> all() {
        Path root = Distribution.root();
        return Stream.of(files(root, 1), files(root.resolve("docs"), 3), files(root.resolve("examples"), 2))
                .flatMap(List::stream)
                .map(Page::read)
                .toList();
    }

    /** @param name relative to the project's root */
    static Page of(String name) {
        return read(Distribution.root().resolve(name));
    }

    /** As GitHub names them: lower case, without punctuation, blanks made hyphens. */
    Set<String> anchors() {
        return HEADING.matcher(prose())
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{Alnum}\\p{IsLetter} _-]", "")
                        .replace(' ', '-'))
                .collect(toCollection(TreeSet::new));
    }

    /** The text without blocks of code. */
    String prose() {
        return CODE_BLOCK.matcher(text).replaceAll("");
    }

    /** From a heading of the second level to the next one. */
    String section(String heading) {
        int start = text.indexOf("\n## " + heading + "\n");
        if (start < 0) {
            throw new AssertionError(file + " has no section " + heading);
        }
        int end = text.indexOf("\n## ", start + 1);
        return text.substring(start, end < 0 ? text.length() : end);
    }

    @Override
    public String toString() {
        return Distribution.root().relativize(file).toString();
    }

    private static Page read(Path file) {
        try {
            return new Page(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder, int depth) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
