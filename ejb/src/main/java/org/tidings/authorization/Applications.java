package org.tidings.authorization;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.tidings.authorization.ChannelAuthorizer.Verdict;
import org.tidings.settings.Settings;

/**
 * All the applications that want a say, asked at once, as one. Thread-safe.
 *
 * @param authorizers none where no application has one
 * @param timeout after which silence is a veto
 * @param keep how long a verdict may be remembered
 */
record Applications(List<ChannelAuthorizer> authorizers, Duration timeout, Duration keep) {
    private static final Logger LOG = System.getLogger(Applications.class.getName());

    static Applications of(List<ChannelAuthorizer> authorizers, Settings settings) {
        return new Applications(
                List.copyOf(authorizers),
                Duration.ofMillis(settings.getInt("tidings.authorizer.timeout-millis", 2_000, 10, 60_000)),
                Duration.ofMillis(settings.getInt("tidings.authorizer.keep-millis", 10_000, 0, 3_600_000)));
    }

    boolean any() {
        return !authorizers.isEmpty();
    }

    /** One veto is a veto, else one that allows allows; never fails, for failing is a veto. */
    CompletableFuture<Verdict> ask(ChannelRequest request) {
        List<CompletableFuture<Verdict>> asked = new ArrayList<>();
        authorizers.forEach(authorizer -> asked.add(ask(authorizer, request)));
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenApply(done -> {
            List<Verdict> verdicts = asked.stream().map(CompletableFuture::join).toList();
            if (verdicts.contains(Verdict.VETO)) {
                return Verdict.VETO;
            }
            return verdicts.contains(Verdict.ALLOW) ? Verdict.ALLOW : Verdict.ABSTAIN;
        });
    }

    private CompletableFuture<Verdict> ask(ChannelAuthorizer authorizer, ChannelRequest request) {
        CompletableFuture<Verdict> verdict;
        try {
            // A future of our own: the application's must not be completed by our clock.
            verdict = authorizer.decide(request).toCompletableFuture().copy();
        } catch (RuntimeException failed) {
            verdict = CompletableFuture.failedFuture(failed);
        }
        return verdict.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).handle((answer, failure) -> {
            if (answer == null) {
                LOG.log(
                        Level.WARNING,
                        () -> authorizer.getClass().getName() + " gave no verdict, which is a veto: " + failure);
                return Verdict.VETO;
            }
            return answer;
        });
    }
}
