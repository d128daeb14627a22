package org.tidings.authorization;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** An application that is asked beside the rules, wherever it lives. Thread-safe, does not block. */
interface Asked {
    /** Completes in bounded time and never fails. */
    CompletableFuture<Said> ask(ChannelRequest request);

    /** Where it lives in this process, its code runs on these threads from now on. */
    default void callOn(Executor threads) {}
}
