package org.tidings.distribution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.tidings.testkit.Await;
import org.tidings.testkit.HistoryChecker;
import org.tidings.testkit.Node;
import org.tidings.testkit.WireClient;
import org.tidings.testkit.WireEnvelope;

/**
 * Publishes to one channel on a thread of its own, one event every few milliseconds, each sent again until it is stored, and measures
 * how long it had to wait for an answer.
 */
final class PacedPublisher implements AutoCloseable {

    private static final long PAUSE_MILLIS = 5;

    private final String name;
    private final String channel;
    private final WireClient client;
    private final Thread thread = new Thread(this::run, "paced-publisher");
    private final List<WireEnvelope> answers = new ArrayList<>();
    private volatile int accepted;
    private volatile boolean stopped;
    private volatile Throwable failure;
    /** Written by the publisher's thread, read after its end. */
    private long longestNanos;

    private PacedPublisher(String name, String channel, WireClient client) {
        this.name = name;
        this.channel = channel;
        this.client = client;
    }

    /** @param name part of each messageId */
    static PacedPublisher start(Node node, String token, String name, String channel) {
        PacedPublisher publisher = new PacedPublisher(name, channel, node.connect(token));
        publisher.thread.start();
        return publisher;
    }

    String channel() {
        return channel;
    }

    int accepted() {
        return accepted;
    }

    /** Waits until so many more are stored. */
    void awaitFurther(int count) {
        int goal = accepted + count;
        Await.await(
                Duration.ofSeconds(60),
                () -> accepted >= goal || failure != null,
                () -> name + ": " + accepted + " of " + goal + " stored");
        if (failure != null) {
            throw new AssertionError(name, failure);
        }
    }

    /** Ends, and tells what was sent and answered. */
    Duration stopAndTell(HistoryChecker checker) {
        close();
        for (int i = 0; i < answers.size(); i++) {
            checker.sent(name, channel, messageId(i));
            checker.acknowledged(
                    channel,
                    messageId(i),
                    answers.get(i).epoch(),
                    answers.get(i).seq());
        }
        return Duration.ofNanos(longestNanos);
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(60));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }

    private void run() {
        try {
            while (!stopped) {
                long begin = System.nanoTime();
                answers.add(publishUntilAccepted(messageId(accepted)));
                longestNanos = Math.max(longestNanos, System.nanoTime() - begin);
                accepted++;
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException | RuntimeException | AssertionError e) {
            failure = e;
        }
    }

    private String messageId(int number) {
        return name + "-" + number;
    }

    /** As the protocol tells clients: what may succeed later is sent again, under the same messageId. */
    private WireEnvelope publishUntilAccepted(String messageId) {
        for (; ; ) {
            WireEnvelope answer = client.request("publish")
                    .channel(channel)
                    .messageId(messageId)
                    .payload("\"" + messageId + "\"")
                    .answer();
            if (answer.type().equals("reply")) {
                return answer;
            }
            if (!answer.payload().getBoolean("temporary")) {
                throw new AssertionError(answer.text());
            }
        }
    }
}
