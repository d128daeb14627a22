package org.tidings.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code audit verify}: whether a trail is as it was written. */
@Command(
        name = "verify",
        description = {
            "Says whether audit files are as they were written: each record that was changed, removed, moved or cut off is named.",
            "Name all files of one instance, or what was fetched from the queue of several. Prints the last record's hash: kept elsewhere, it proves later that no records were",
            "cut off behind it. Exit status: 0 whole, 1 not, 2 wrong usage."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class AuditVerifyCommand implements Callable<Integer> {
    private static final String VERIFIER = "org.tidings.audit.AuditVerifier";

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "The trail's files, in any order.")
    private List<Path> files;

    @Option(names = "--holds", paramLabel = "HASH", description = "Also fail unless a record with this hash is there.")
    private String holds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws StartFailure {
        for (Path file : files) {
            if (!Files.isReadable(file)) {
                throw new StartFailure("cannot read " + file);
            }
        }
        List<String> lines = Application.ask(VERIFIER, "lines", List.class, files);
        List<String> violations = new ArrayList<>(lines.subList(1, lines.size()));
        if (holds != null && !anyHolds()) {
            violations.add("no record has the hash " + holds);
        }
        spec.commandLine().getOut().println(lines.get(0));
        violations.forEach(spec.commandLine().getErr()::println);
        spec.commandLine()
                .getOut()
                .println(violations.isEmpty() ? "whole" : "not whole: " + violations.size() + " violations");
        spec.commandLine().getOut().flush();
        return violations.isEmpty() ? 0 : 1;
    }

    private boolean anyHolds() throws StartFailure {
        for (Path file : files) {
            try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
                if (lines.anyMatch(line -> line.endsWith("\"hash\":\"" + holds + "\"}"))) {
                    return true;
                }
            } catch (IOException unreadable) {
                throw new StartFailure("cannot read " + file, unreadable);
            }
        }
        return false;
    }
}
