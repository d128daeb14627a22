package org.tidings.testkit.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that listens on a port of 127.0.0.1. Its output goes to a file. Driven by one thread; ended by its id. */
final class ServerProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 50;
    private static final long TERMINATION_SECONDS = 10;
    private static final int CONNECT_MILLIS = 1_000;
    private static final int LAST_LINES = 20;

    private final String name;
    private final Path log;
    private final Process process;
    private final Thread ending;

    private ServerProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        // A benchmark that is interrupted leaves nobody behind.
        ending = new Thread(process::destroyForcibly, "end-" + name);
        Runtime.getRuntime().addShutdownHook(ending);
    }

    static ServerProcess launch(String name, Path folder, List<String> command, Map<String, String> environment)
            throws IOException {
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        ServerProcess server = new ServerProcess(name, log, process);
        process.getOutputStream().close();
        return server;
    }

    /** Returns when it takes connections; fails with its last words where it ends instead. */
    void awaitPort(int port) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + START.toNanos();
        while (!accepts(port)) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException(name + " ended with " + process.exitValue() + "\n" + lastWords());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IOException(name + " takes no connections\n" + lastWords());
            }
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Asks it to end, makes it end where it does not, and waits. */
    @Override
    public void close() {
        try {
            process.destroy();
            if (!process.waitFor(TERMINATION_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IllegalStateException shuttingDown) {
            process.destroyForcibly();
        }
    }
}
