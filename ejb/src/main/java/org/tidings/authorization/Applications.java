package org.tidings.authorization;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** All the applications that want a say, asked at once, as one. Thread-safe. */
final class Applications {
    private final List<Asked> all;

    /** @param all none where no application has one */
    Applications(List<Asked> all) {
        this.all = List.copyOf(all);
    }

    void callOn(Executor threads) {
        all.forEach(each -> each.callOn(threads));
    }

    boolean any() {
        return !all.isEmpty();
    }

    /** The strictest of what they say; never fails. */
    CompletableFuture<Said> ask(ChannelRequest request) {
        return all.stream()
                .map(each -> each.ask(request))
                .reduce((one, other) -> one.thenCombine(other, Said::and))
                .orElseThrow();
    }
}
