package org.tidings.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.tidings.log.Event;
import org.tidings.log.PublishOutcome;
import org.tidings.testkit.Await;

/**
 * Publishes numbered messages on a thread of its own, many at a time, and behaves as a client should: what was not answered
 * is sent again with its messageId, in its order, from the first that failed.
 */
final class Publisher {

    private static final int USUAL_AT_A_TIME = 50;

    private final LogInstance instance;
    private final String name;
    private final String channel;
    private final int count;
    private final int atATime;
    private final Thread thread = new Thread(this::run, "publisher");
    private volatile int published;
    private volatile int cutOff;
    private volatile Throwable failure;

    private Publisher(LogInstance instance, String name, String channel, int count, int atATime) {
        this.instance = instance;
        this.name = name;
        this.channel = channel;
        this.count = count;
        this.atATime = atATime;
    }

    static Publisher start(LogInstance instance, String name, String channel, int count) {
        return start(instance, name, channel, count, USUAL_AT_A_TIME);
    }

    static Publisher start(LogInstance instance, String name, String channel, int count, int atATime) {
        Publisher publisher = new Publisher(instance, name, channel, count, atATime);
        publisher.thread.start();
        return publisher;
    }

    int published() {
        return published;
    }

    /** How often something happened while many were on their way, some of which were not answered then. */
    int cutOff() {
        return cutOff;
    }

    void awaitPublished(int atLeast) {
        Await.await(
                Await.PATIENCE,
                () -> published >= atLeast || failure != null,
                () -> published + " of " + atLeast + " published");
        assertThat(failure).isNull();
    }

    /** All are published. */
    void finish() {
        awaitPublished(count);
    }

    /** Each of this publisher's messages stands in the log once, in its order. */
    void assertInOrder(List<Event> events) {
        assertThat(events.stream()
                        .filter(event -> event.messageId().startsWith(name + "-"))
                        .map(event -> Integer.parseInt(event.payload())))
                .containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
    }

    private void run() {
        try {
            while (published < count) {
                int end = Math.min(count, published + atATime);
                List<CompletableFuture<PublishOutcome>> outcomes = new ArrayList<>();
                for (int i = published; i < end; i++) {
                    outcomes.add(instance.publish(
                            LogInstance.publication(channel, name + "-" + i, Integer.toString(i)), this));
                }
                List<PublishOutcome> ends =
                        outcomes.stream().map(LogInstance::get).toList();
                int stored = stored(ends);
                published += stored;
                if (stored < ends.size()) {
                    cutOff++;
                    LockSupport.parkNanos(retryAfterNanos(ends.get(stored)));
                }
            }
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        }
    }

    /** How many are stored until the first that failed; law 5: behind that none may be. */
    private static int stored(List<PublishOutcome> outcomes) {
        int stored = 0;
        while (stored < outcomes.size() && isStored(outcomes.get(stored))) {
            stored++;
        }
        assertThat(outcomes.subList(stored, outcomes.size())).noneMatch(Publisher::isStored);
        return stored;
    }

    private static long retryAfterNanos(PublishOutcome refusal) {
        return TimeUnit.MILLISECONDS.toNanos(
                refusal instanceof PublishOutcome.Overloaded overloaded
                        ? overloaded.retryAfterMillis()
                        : PublishOutcome.Unavailable.RETRY_AFTER_MILLIS);
    }

    private static boolean isStored(PublishOutcome outcome) {
        return outcome instanceof PublishOutcome.Accepted || outcome instanceof PublishOutcome.Duplicate;
    }
}
