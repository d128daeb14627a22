package org.tidings.client.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.tidings.client.Receipt;

/** Counts what became of the messages, and tells about it on stderr. Safe for any thread. */
final class Tally {

    /** So many failures are told one by one. */
    private static final int TOLD = 20;

    private static final long PROGRESS_INTERVAL_NANOS = 200_000_000L;

    private final PrintWriter err;
    private final boolean showProgress;
    private final long startedNanos = System.nanoTime();

    /** All below are guarded by this. */
    private long published;

    private long duplicates;
    private long failed;
    private long unfinished;
    private long shownNanos = startedNanos;
    private boolean progressOnLine;

    Tally(PrintWriter err, boolean showProgress) {
        this.err = err;
        this.showProgress = showProgress;
    }

    synchronized void began() {
        unfinished++;
    }

    synchronized void succeeded(Receipt receipt) {
        unfinished--;
        published++;
        if (receipt.duplicate()) {
            duplicates++;
        }
        progress();
        notifyAll();
    }

    /** @param where as in {@code line 7}, or null where there is only one message */
    synchronized void failed(String where, String reason) {
        unfinished--;
        rejected(where, reason);
        notifyAll();
    }

    /** It failed because the client ended, which is told once for all. */
    synchronized void dropped() {
        unfinished--;
        failed++;
        notifyAll();
    }

    /** A message that was never sent. */
    synchronized void rejected(String where, String reason) {
        failed++;
        if (failed <= TOLD) {
            say((where == null ? "" : where + ": ") + reason);
        } else if (failed == TOLD + 1) {
            say("more failures follow; they are counted and not told");
        }
    }

    synchronized void awaitAll() throws InterruptedException {
        while (unfinished > 0) {
            wait();
        }
    }

    synchronized boolean allPublished() {
        return failed == 0 && unfinished == 0;
    }

    synchronized void summarize() {
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "%d published in %.1f s", published, seconds));
        if (duplicates > 0) {
            line.append(", ").append(duplicates).append(" of them known already");
        }
        if (failed > 0) {
            line.append(", ").append(failed).append(" failed");
        }
        if (unfinished > 0) {
            line.append(", ").append(unfinished).append(" without an answer");
        }
        say(line.toString());
    }

    synchronized void say(String line) {
        if (progressOnLine) {
            // Carriage return and "erase to the end of the line".
            err.print("\r\033[K");
            progressOnLine = false;
        }
        err.println("tidings publish: " + line);
        err.flush();
    }

    private void progress() {
        long now = System.nanoTime();
        if (showProgress && now - shownNanos > PROGRESS_INTERVAL_NANOS) {
            shownNanos = now;
            progressOnLine = true;
            err.print("\r\033[K" + published + " published, " + unfinished + " on their way");
            err.flush();
        }
    }
}
