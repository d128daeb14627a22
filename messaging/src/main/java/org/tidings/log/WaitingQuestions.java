package org.tidings.log;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.tidings.ask.NoAnswer;

/** The questions of this instance that wait for their answers, at most so many. Thread-safe. */
final class WaitingQuestions {

    private final Map<String, CompletableFuture<String>> byId = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final int max;
    private final long timeoutMillis;

    WaitingQuestions(int max, long timeoutMillis) {
        this.max = max;
        this.timeoutMillis = timeoutMillis;
    }

    /** Waits for an answer from now on; the future has failed already where too many wait. */
    CompletableFuture<String> add(String id) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        if (count.incrementAndGet() > max) {
            count.decrementAndGet();
            answer.completeExceptionally(new NoAnswer(NoAnswer.Why.TOO_MANY));
            return answer;
        }
        byId.put(id, answer);
        answer.whenComplete((text, failure) -> {
            byId.remove(id);
            count.decrementAndGet();
        });
        return answer.orTimeout(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    /** False where no question of that id waits: it came too late, or nobody asked. */
    boolean answered(String id, String text) {
        CompletableFuture<String> answer = id == null ? null : byId.get(id);
        return answer != null && answer.complete(text);
    }

    /** What came for it cannot be read; false as above. */
    boolean spoilt(String id) {
        CompletableFuture<String> answer = id == null ? null : byId.get(id);
        return answer != null && answer.completeExceptionally(new NoAnswer(NoAnswer.Why.UNREADABLE));
    }

    boolean waits(String id) {
        return byId.containsKey(id);
    }

    int size() {
        return count.get();
    }

    /** Nobody answers any more. */
    void end() {
        byId.values().forEach(answer -> answer.completeExceptionally(new NoAnswer(NoAnswer.Why.CLOSED)));
    }
}
