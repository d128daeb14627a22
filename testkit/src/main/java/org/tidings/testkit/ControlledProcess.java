package org.tidings.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One process of the distribution that a test starts, freezes, kills and starts again. Its output goes to a file that
 * grows over restarts. Driven by one thread; ended by process id, never by name.
 */
public abstract class ControlledProcess implements AutoCloseable {

    /** A server has 10 s to say goodbye to its clients; a busy machine may need some more. */
    private static final Duration TERMINATION = Duration.ofSeconds(20);

    /** A server gives itself two minutes; a machine that builds something else meanwhile may need the most of them. */
    static final Duration START = Duration.ofSeconds(150);

    private static final int LAST_LINES = 40;

    private final String name;
    private final Path log;

    private final Map<String, String> environment = new HashMap<>();

    /** Null until first started. */
    private Process process;

    /** Where in the log its present run begins, in bytes. */
    private long runBegins;

    ControlledProcess(String name, Path log) {
        this.name = name;
        this.log = log;
    }

    abstract List<String> command();

    /** Where its output goes: all to the log, unless it is told otherwise. */
    void prepare(ProcessBuilder builder) {
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    /** Whether it does its work, asked of the running process. */
    abstract boolean ready();

    /** Sets a key of the configuration from its next start on, through the environment. */
    public ControlledProcess setting(String key, String value) {
        environment(key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT), value);
        return this;
    }

    /** Sets a variable of its environment from its next start on. */
    public void environment(String variable, String value) {
        environment.put(variable, value);
    }

    public String name() {
        return name;
    }

    public Path log() {
        return log;
    }

    /** Starts it, without waiting until it is ready. */
    public void launch() {
        if (running()) {
            throw new IllegalStateException(name + " runs already");
        }
        try {
            runBegins = Files.exists(log) ? Files.size(log) : 0;
            ProcessBuilder builder =
                    new ProcessBuilder(command()).directory(log.getParent().toFile());
            builder.environment().putAll(environment);
            prepare(builder);
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " could not be started", e);
        }
    }

    /** Waits until it is ready; fails at once, with its last words, where it has ended instead. */
    public void awaitReady() {
        Await.await(START, () -> !running() || ready(), () -> name + " is not ready\n" + lastWords());
        if (!running()) {
            throw new AssertionError(name + " ended with " + process.exitValue() + "\n" + lastWords());
        }
    }

    /** Whether this run's output holds a text. */
    boolean hasSaid(String text) {
        return said().contains(text);
    }

    /** What stands behind a prefix in the last line of this run's output that begins with it; empty where none does. */
    String lastLineOf(String prefix) {
        return said().lines()
                .filter(line -> line.startsWith(prefix))
                .reduce((earlier, later) -> later)
                .map(line -> line.substring(prefix.length()))
                .orElse("");
    }

    private String said() {
        try {
            byte[] output = Files.readAllBytes(log);
            int begin = (int) Math.min(runBegins, output.length);
            return new String(output, begin, output.length - begin, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it and waits until it is ready. */
    public void start() {
        launch();
        awaitReady();
    }

    public boolean running() {
        return process != null && process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Asks it to end, as a service manager does, and waits: its exit code. */
    public int terminate() {
        process.destroy();
        return awaitExit();
    }

    /** Ends it at once; it gets no chance to write or say anything. */
    public void kill9() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Freezes it: its connections stay open and silent. */
    public void pause() {
        signal("-STOP");
    }

    public void resume() {
        signal("-CONT");
    }

    /** Waits for its end: its exit code, 128 + the signal's number where a signal ended it. */
    public int awaitExit() {
        return awaitExit(TERMINATION);
    }

    /** As {@link #awaitExit()}, with a patience of its own. */
    public int awaitExit(Duration patience) {
        try {
            if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AssertionError(name + " does not end\n" + threadDump() + lastWords());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the end of " + name, e);
        }
    }

    /** What each of its threads does now; says so where it cannot tell. */
    public String threadDump() {
        if (!running()) {
            return name + " does not run";
        }
        try {
            Path dump = Files.createTempFile("threads", ".txt");
            Process jstack = new ProcessBuilder(Distribution.tool("jstack"), "-l", Long.toString(pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(dump.toFile())
                    .start();
            if (!jstack.waitFor(15, TimeUnit.SECONDS)) {
                jstack.destroyForcibly();
            }
            String text = Files.readString(dump);
            Files.delete(dump);
            return text;
        } catch (IOException e) {
            return "no thread dump: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "no thread dump: interrupted";
        }
    }

    /** Its output, and the logs that it writes by itself. */
    List<Path> logs() {
        return Files.exists(log) ? List.of(log) : List.of();
    }

    /** Whether any of its logs, of this run or an earlier one, holds a text. */
    public boolean hasLogged(String text) {
        try {
            for (Path file : logs()) {
                if (Files.readString(file).contains(text)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ends of its logs. */
    public String lastWords() {
        try {
            StringBuilder words = new StringBuilder();
            for (Path file : logs()) {
                List<String> lines = Files.readAllLines(file);
                words.append(file).append(":\n");
                lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())
                        .forEach(line -> words.append(line).append('\n'));
            }
            return words.toString();
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    /** Log files below a folder in which a process keeps its data. */
    static List<Path> logsBelow(Path data) {
        if (!Files.exists(data)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".log"))
                    .filter(file -> file.toFile().length() > 0)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies its logs, and what its threads do now, to a folder that outlives the test. */
    void keepEvidence(Path target) throws IOException {
        for (Path file : logs()) {
            String own = file.equals(log) ? "" : name + "-";
            Files.copy(file, target.resolve(own + file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(target.resolve(name + "-threads.txt"), threadDump());
    }

    private void signal(String signal) {
        try {
            int status = new ProcessBuilder("kill", signal, Long.toString(pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill " + signal + " of " + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Ends it however it stands, frozen or not. Its data stay. */
    @Override
    public void close() {
        if (running()) {
            kill9();
        }
    }
}
