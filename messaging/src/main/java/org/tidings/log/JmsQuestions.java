package org.tidings.log;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.tidings.ask.Questions;

/**
 * Questions as JMS messages: TextMessages to a queue, with {@code JMSReplyTo} and {@code JMSCorrelationID}. What comes back without
 * the id of a question that waits is counted, and nothing else.
 */
public final class JmsQuestions implements Questions {

    /** For the threads to see that it ends; one that waits for the broker is cut off with the log's. */
    private static final long GRACE_MILLIS = 300;

    private final ThreadFactory threads;
    private final WaitingQuestions waiting;
    private final AnswerReader reader;
    private final QuestionSender sender;

    /**
     * @param address the queue of whoever answers
     * @param timeoutMillis after which a question has no answer
     * @param maxWaiting questions that may wait for an answer at once
     * @param threads makes the threads here; in a container a {@code ManagedThreadFactory}
     */
    public JmsQuestions(
            String address,
            long timeoutMillis,
            int maxWaiting,
            BrokerConnector connector,
            ThreadFactory threads,
            MeterRegistry meters) {
        this.threads = threads;
        this.waiting = new WaitingQuestions(maxWaiting, timeoutMillis);
        this.reader = new AnswerReader(waiting, connector, meters);
        this.sender =
                new QuestionSender(address, timeoutMillis, maxWaiting, connector, reader::address, waiting::waits);
    }

    @Override
    public void start() {
        reader.start(threads);
        sender.start(threads);
    }

    @Override
    public CompletableFuture<String> ask(String id, String question) {
        CompletableFuture<String> answer = waiting.add(id);
        if (!answer.isDone()) {
            sender.send(id, question);
        }
        return answer;
    }

    @Override
    public int waiting() {
        return waiting.size();
    }

    @Override
    public void close() {
        reader.end();
        sender.end();
        waiting.end();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
        try {
            reader.join(deadline);
            sender.join(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
