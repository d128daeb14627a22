package org.tidings.authorization;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.tidings.authorization.ChannelAuthorizer.Verdict;

/**
 * An application in this process. Thread-safe.
 *
 * @param timeout after which it has given no verdict
 * @param keep how long a verdict may be remembered
 */
record LocalAuthorizer(ChannelAuthorizer authorizer, Duration timeout, Duration keep) implements Asked {
    private static final Logger LOG = System.getLogger(LocalAuthorizer.class.getName());

    @Override
    public CompletableFuture<Said> ask(ChannelRequest request) {
        CompletableFuture<Verdict> verdict;
        try {
            // A future of our own: the application's must not be completed by our clock.
            verdict = authorizer.decide(request).toCompletableFuture().copy();
        } catch (RuntimeException failed) {
            verdict = CompletableFuture.failedFuture(failed);
        }
        return verdict.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).handle((answer, failure) -> {
            if (answer == null) {
                LOG.log(Level.WARNING, () -> authorizer.getClass().getName() + " gave no verdict: " + failure);
                return Said.nothing(null, null);
            }
            return new Said(answer, null, null, System.nanoTime() + keep.toNanos());
        });
    }
}
