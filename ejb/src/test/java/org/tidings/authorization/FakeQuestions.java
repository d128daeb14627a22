package org.tidings.authorization;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.tidings.ask.NoAnswer;
import org.tidings.ask.Questions;

/** Questions that a test answers when it likes. */
final class FakeQuestions implements Questions {
    record Put(String id, String text, CompletableFuture<String> answer) {}

    final List<Put> asked = new CopyOnWriteArrayList<>();
    /** Where true every question is refused. */
    volatile boolean full;

    @Override
    public void start() {}

    @Override
    public CompletableFuture<String> ask(String id, String question) {
        if (full) {
            return CompletableFuture.failedFuture(new NoAnswer(NoAnswer.Why.TOO_MANY));
        }
        Put put = new Put(id, question, new CompletableFuture<>());
        asked.add(put);
        return put.answer();
    }

    void answer(int question, String text) {
        asked.get(question).answer().complete(text);
    }

    void fail(int question, Throwable why) {
        asked.get(question).answer().completeExceptionally(why);
    }

    @Override
    public int waiting() {
        return (int) asked.stream().filter(each -> !each.answer().isDone()).count();
    }

    @Override
    public void close() {}
}
