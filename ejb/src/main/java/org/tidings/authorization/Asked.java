package org.tidings.authorization;

import java.util.concurrent.CompletableFuture;

/** An application that is asked beside the rules, wherever it lives. Thread-safe, does not block. */
interface Asked {
    /** Completes in bounded time and never fails. */
    CompletableFuture<Said> ask(ChannelRequest request);
}
