package org.tidings.launcher;

import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The instance that is this process, from its boot to its end, within bounds of time for both. */
final class ServerProcess {
    /** Some seconds are usual; a machine under load gets a multiple. */
    private static final long START_SECONDS = 120;

    /** Service managers kill after 10 s or more; the clients' good-byes take up to 4. */
    private static final long STOP_SECONDS = 9;

    private static final int FAILED = 1;
    private static final int TERMINATED = 143;

    private final Path log;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Null until booted. Written by the main thread, read by the signal's. */
    private volatile PayaraMicroServer server;

    /** @param log where the server logs to, named in failures */
    ServerProcess(Path log) {
        this.log = log;
    }

    /**
     * Boots the server and waits until the instance is ready.
     *
     * @param ready the URL of its readiness check
     * @throws StartFailure when it does not get there; a boot that hangs ends the process
     */
    void start(Callable<PayaraMicroServer> boot, URI ready) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        CountDownLatch booted = new CountDownLatch(1);
        endUnless(booted, START_SECONDS, FAILED, "not booted within " + START_SECONDS + " s: see " + log);
        TerminationSignal.handle(this::stop);
        server = boot.call();
        booted.countDown();
        Readiness readiness = new Readiness(ready);
        if (!readiness.isDeployed()) {
            throw new StartFailure("the application did not start" + inBrackets(BootFailures.first()) + ": see " + log);
        }
        boolean inTime = readiness.await(deadline);
        if (!inTime && readiness.refusal().isPresent()) {
            throw new StartFailure(readiness.refusal().get() + ": see " + log);
        }
        if (!inTime) {
            throw new StartFailure(
                    "not ready within " + START_SECONDS + " s" + inBrackets(readiness.obstacles()) + ": see " + log);
        }
    }

    /** Waits until the process was told to end and has stopped. */
    void awaitStop() throws InterruptedException {
        stopped.await();
    }

    private void stop() {
        PayaraMicroServer running = server;
        if (running == null || !stopping.compareAndSet(false, true)) {
            // Told while booting, when there is nobody to say good-bye to, or told twice: the user is in a hurry.
            Runtime.getRuntime().halt(TERMINATED);
            return;
        }
        endUnless(stopped, STOP_SECONDS, TERMINATED, "not stopped in order within " + STOP_SECONDS + " s: see " + log);
        try {
            running.stop();
        } catch (Exception e) {
            System.getLogger(ServerProcess.class.getName()).log(Level.WARNING, "The server did not stop in order", e);
        } finally {
            stopped.countDown();
        }
    }

    private static String inBrackets(Optional<String> reason) {
        return reason.map(text -> " (" + text + ")").orElse("");
    }

    private static void endUnless(CountDownLatch done, long seconds, int status, String message) {
        Thread watch = new Thread(
                () -> {
                    try {
                        if (!done.await(seconds, TimeUnit.SECONDS)) {
                            System.err.println("tidings serve: " + message);
                            Runtime.getRuntime().halt(status);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "tidings-watch");
        watch.setDaemon(true);
        watch.start();
    }
}
