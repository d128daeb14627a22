package org.tidings.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A command as a user types it. Standard output is kept apart from standard error, which is
 * the log.
 */
public final class Command extends ControlledProcess {

    private final Path output;
    private final List<String> command;

    /** Null: nothing to read. */
    private Path input;

    Command(String name, Path folder, List<String> command) {
        super(name, folder.resolve(name + ".err"));
        this.output = folder.resolve(name + ".out");
        this.command = command;
    }

    /** What the command reads from standard input. */
    public Command reading(Path file) {
        input = file;
        return this;
    }

    @Override
    List<String> command() {
        return command;
    }

    @Override
    void prepare(ProcessBuilder builder) {
        // A test judges what was built before it, and must not start a build inside of the build that runs it.
        builder.environment().put("TIDINGS_SKIP_BUILD", "1");
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        if (input != null) {
            builder.redirectInput(input.toFile());
        }
    }

    @Override
    void keepEvidence(Path target) throws IOException {
        super.keepEvidence(target);
        if (Files.exists(output)) {
            Files.copy(output, target.resolve(output.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A command is ready as soon as it runs. */
    @Override
    boolean ready() {
        return true;
    }

    /** The whole lines of standard output so far. */
    public List<String> lines() {
        try {
            String text = Files.exists(output) ? Files.readString(output) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything on standard error so far. */
    public String errors() {
        try {
            return Files.exists(log()) ? Files.readString(log()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
