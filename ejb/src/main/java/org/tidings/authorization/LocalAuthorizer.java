package org.tidings.authorization;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.tidings.authorization.ChannelAuthorizer.Verdict;

/** An application in this process, called on threads of its own: whoever asks may serve many connections. Thread-safe. */
final class LocalAuthorizer implements Asked {
    private static final Logger LOG = System.getLogger(LocalAuthorizer.class.getName());

    private final ChannelAuthorizer authorizer;
    private final Duration timeout;
    private final Duration keep;
    /** Until there are others, whoever asks calls. */
    private volatile Executor threads = Runnable::run;

    /**
     * @param timeout after which it has given no verdict
     * @param keep how long a verdict may be remembered
     */
    LocalAuthorizer(ChannelAuthorizer authorizer, Duration timeout, Duration keep) {
        this.authorizer = authorizer;
        this.timeout = timeout;
        this.keep = keep;
    }

    @Override
    public void callOn(Executor others) {
        threads = others;
    }

    @Override
    public CompletableFuture<Said> ask(ChannelRequest request) {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        verdict.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        try {
            threads.execute(() -> call(request, verdict));
        } catch (RuntimeException stopped) {
            verdict.completeExceptionally(stopped);
        }
        return verdict.handle((answer, failure) -> {
            if (answer == null) {
                LOG.log(Level.WARNING, () -> authorizer.getClass().getName() + " gave no verdict: " + failure);
                return Said.nothing(null, null);
            }
            return new Said(answer, null, null, System.nanoTime() + keep.toNanos());
        });
    }

    private void call(ChannelRequest request, CompletableFuture<Verdict> verdict) {
        if (verdict.isDone()) {
            // Its time has passed while it waited for a thread.
            return;
        }
        try {
            authorizer.decide(request).whenComplete((answer, failure) -> {
                if (failure == null) {
                    verdict.complete(answer);
                } else {
                    verdict.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException failed) {
            verdict.completeExceptionally(failed);
        }
    }
}
