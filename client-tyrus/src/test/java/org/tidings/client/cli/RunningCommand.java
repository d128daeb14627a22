package org.tidings.client.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A command in a process of its own, as the script starts it. */
final class RunningCommand implements AutoCloseable {

    private final Process process;
    private final BlockingQueue<String> errors = new LinkedBlockingQueue<>();
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    /** Stdout is read from the first {@link #line} on: until then it can be closed. */
    private final AtomicBoolean reading = new AtomicBoolean();

    RunningCommand(Path data, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(data.toFile());
        builder.environment().remove("TIDINGS_TOKEN");
        process = builder.start();
        daemon(() -> process.errorReader(StandardCharsets.UTF_8).lines().forEach(errors::add));
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "running-command");
        thread.setDaemon(true);
        thread.start();
    }

    /** The next line of stdout, null at its end. */
    String line() throws InterruptedException {
        if (reading.compareAndSet(false, true)) {
            daemon(() -> {
                process.inputReader(StandardCharsets.UTF_8).lines().forEach(line -> lines.add(Optional.of(line)));
                lines.add(Optional.empty());
            });
        }
        Optional<String> line = lines.poll(20, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("nothing on stdout; on stderr: " + errors);
        }
        return line.orElse(null);
    }

    String errorLine() throws InterruptedException {
        String line = errors.poll(20, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("nothing on stderr");
        }
        return line;
    }

    /** Waits for a line of stderr that says this. */
    String errorLineWith(String part) throws InterruptedException {
        String line = errorLine();
        while (!line.contains(part)) {
            line = errorLine();
        }
        return line;
    }

    void input(String text) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append(text).flush();
    }

    void endInput() throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).close();
    }

    void closeStdout() throws IOException {
        process.getInputStream().close();
    }

    /** SIGINT, as a person's Ctrl-C sends. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the command does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
