package org.tidings.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** A publish whose right was known overtook the one before it, about which an application was still being asked. */
class RequestOrderTest {
    private final RequestOrder order = new RequestOrder(1_000);
    private final List<String> done = new ArrayList<>();

    @Test
    void whatWaitsForNothingRunsAtOnce() {
        submit("a", null);
        submit("b", null);

        assertThat(done).containsExactly("a", "b");
    }

    @Test
    void whatComesBehindOneThatWaitsComesBehindIt() {
        CompletableFuture<Void> first = new CompletableFuture<>();
        CompletableFuture<Void> third = new CompletableFuture<>();
        submit("a", first);
        submit("b", null);
        submit("c", third);
        submit("d", null);
        assertThat(done).isEmpty();

        first.complete(null);
        assertThat(done).containsExactly("a", "b");

        third.completeExceptionally(new IllegalStateException());
        assertThat(done).containsExactly("a", "b", "c", "d");
        submit("e", null);
        assertThat(done).endsWith("e");
    }

    @Test
    void noMoreThanAThousandWait() {
        CompletableFuture<Void> first = new CompletableFuture<>();
        submit("a", first);
        for (int i = 0; i < 1_000; i++) {
            assertThat(submit("b", null)).isTrue();
        }
        assertThat(submit("one too many", null)).isFalse();

        first.complete(null);
        assertThat(done).hasSize(1_001).doesNotContain("one too many");
    }

    private boolean submit(String name, CompletionStage<?> awaited) {
        return order.submit(new RequestOrder.Step() {
            @Override
            public CompletionStage<?> awaits() {
                return awaited;
            }

            @Override
            public Executor executor() {
                return Runnable::run;
            }

            @Override
            public void run() {
                done.add(name);
            }
        });
    }
}
