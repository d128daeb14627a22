package org.tidings.instance;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * Where requests go on that must wait for something, so that no thread waits that reads frames. Each kind of thread begins with the first
 * request that needs it. Immutable.
 *
 * @param waiting for those that waited for an application
 * @param verifying for the further tokens of connections
 * @param asking for questions to an application in this process
 */
record RequestThreads(ExecutorService waiting, ExecutorService verifying, ExecutorService asking) {

    private static final int WAITING_THREADS = 2;
    /** Whoever fetches keys lets the others wait for them too. */
    private static final int VERIFYING_THREADS = 2;

    private static final int ASKING_THREADS = 4;

    static RequestThreads from(ThreadFactory threads) {
        return new RequestThreads(
                pool(WAITING_THREADS, "tidings-waiting", threads),
                pool(VERIFYING_THREADS, "tidings-verifying", threads),
                pool(ASKING_THREADS, "tidings-asking", threads));
    }

    private static ExecutorService pool(int size, String name, ThreadFactory threads) {
        return Executors.newFixedThreadPool(size, task -> {
            Thread thread = threads.newThread(task);
            thread.setName(name);
            return thread;
        });
    }

    void stop() {
        waiting.shutdownNow();
        verifying.shutdownNow();
        asking.shutdownNow();
    }
}
