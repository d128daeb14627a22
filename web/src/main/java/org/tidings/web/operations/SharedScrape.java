package org.tidings.web.operations;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Makes something dear once for all who ask for it at the same time, and never twice at once: anybody may ask for the metrics, and
 * hundreds who do must not take the processors from the connections. Whoever asks gets what was made after he asked, not something
 * older. Thread-safe; callers wait.
 */
final class SharedScrape<T> {

    private final Supplier<T> scrape;
    private final Object turn = new Object();
    /** Shared by those who ask before it begins; null while nobody waits. Guarded by this. */
    private CompletableFuture<T> next;

    SharedScrape(Supplier<T> scrape) {
        this.scrape = scrape;
    }

    T get() {
        CompletableFuture<T> mine = join();
        synchronized (turn) {
            if (begin(mine)) {
                try {
                    mine.complete(scrape.get());
                } catch (RuntimeException | Error e) {
                    mine.completeExceptionally(e);
                }
            }
        }
        return mine.join();
    }

    private synchronized CompletableFuture<T> join() {
        if (next == null) {
            next = new CompletableFuture<>();
        }
        return next;
    }

    /** Whether it is the caller's to make; from then on others begin a new one. */
    private synchronized boolean begin(CompletableFuture<T> mine) {
        if (next != mine) {
            return false;
        }
        next = null;
        return true;
    }
}
