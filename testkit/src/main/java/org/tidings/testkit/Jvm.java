package org.tidings.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Java that a server runs on.
 *
 * @param java the program
 * @param options that it is given behind those of the distribution, so that they win
 */
public record Jvm(Path java, List<String> options) {

    /** The one that runs this, with nothing added. */
    public static final Jvm OURS = new Jvm(Path.of(Distribution.tool("java")), List.of());

    /**
     * As a user writes it: a JDK's folder, then options.
     *
     * @throws IllegalArgumentException where there is no Java; the message is what the user reads
     */
    public static Jvm parse(String text) {
        List<String> words = List.of(text.trim().split("\\s+"));
        Path java = Path.of(words.get(0), "bin", "java");
        if (!Files.isExecutable(java)) {
            throw new IllegalArgumentException("no Java at " + words.get(0) + ": name the folder of a JDK");
        }
        return new Jvm(java, words.subList(1, words.size()));
    }

    /** As a user writes it. */
    public String name() {
        return Stream.concat(Stream.of(java.getParent().getParent().toString()), options.stream())
                .collect(Collectors.joining(" "));
    }

    /** With an option more. */
    public Jvm with(String option) {
        List<String> more = new ArrayList<>(options);
        more.add(option);
        return new Jvm(java, more);
    }

    /** A command of Java, on this one. */
    List<String> applied(List<String> command) {
        List<String> own = new ArrayList<>(command);
        own.set(0, java.toString());
        own.addAll(own.indexOf("-jar"), options);
        return own;
    }
}
