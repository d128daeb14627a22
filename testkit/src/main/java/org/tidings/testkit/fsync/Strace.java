package org.tidings.testkit.fsync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.tidings.testkit.Await;
import org.tidings.testkit.ControlledProcess;

/** One tracer on some processes and all their threads. Not thread-safe. */
final class Strace implements AutoCloseable {

    private static final String CALLS = "trace=write,pwrite64,writev,pwritev,sendto,sendmsg,fdatasync,fsync";

    /** More than a journal writes at once. */
    private static final String SHOWN_BYTES = "1000000";

    private final Path output;
    private final Process process;

    private Strace(Path output, Process process) {
        this.output = output;
        this.process = process;
    }

    /** Whether there is a strace here that may look into other processes. */
    static boolean works() {
        try {
            Process trial = new ProcessBuilder("strace", "-o", "/dev/null", "true")
                    .inheritIO()
                    .start();
            return trial.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static Strace of(Path output, List<? extends ControlledProcess> processes) {
        List<String> command =
                new ArrayList<>(List.of("strace", "-f", "-ttt", "-T", "-yy", "-s", SHOWN_BYTES, "-e", CALLS));
        for (ControlledProcess traced : processes) {
            command.add("-p");
            command.add(Long.toString(traced.pid()));
        }
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(output.toFile()).start();
            return new Strace(output, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the trace shows a text. */
    void awaitSeen(String text) {
        Await.await(() -> !process.isAlive() || text().contains(text), "the trace does not show " + text);
        if (!process.isAlive()) {
            throw new AssertionError("strace ended: " + text());
        }
    }

    List<SystemCall> calls() {
        return Trace.read(text().lines().toList());
    }

    private String text() {
        try {
            return Files.readString(output, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets go of the processes, which run on. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
