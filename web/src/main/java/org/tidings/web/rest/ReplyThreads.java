package org.tidings.web.rest;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Where answers that came later are written: a caller who does not read must not hold up the thread that brought the answer, which
 * is often a shard's tail. Thread-safe.
 */
@ApplicationScoped
public class ReplyThreads {

    private static final int THREADS = 4;

    @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
    private ManagedThreadFactory threads;

    /** Null until the first answer that came later. Guarded by this. */
    private ExecutorService executor;

    /** At once where the answer is there already, on the thread that asks; otherwise on one of these. */
    <A, R> CompletionStage<R> write(CompletableFuture<A> answer, Function<A, R> writing) {
        return answer.isDone() ? answer.thenApply(writing) : answer.thenApplyAsync(writing, executor());
    }

    private synchronized ExecutorService executor() {
        if (executor == null) {
            executor = Executors.newFixedThreadPool(THREADS, task -> {
                Thread thread = threads.newThread(task);
                thread.setName("tidings-http");
                return thread;
            });
        }
        return executor;
    }

    @PreDestroy
    synchronized void stop() {
        if (executor != null) {
            executor.shutdownNow();
        }
    }
}
