package org.tidings.testkit.load;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.tidings.log.BrokerConnector;
import org.tidings.log.ChannelStorage;
import org.tidings.log.Event;
import org.tidings.log.EventLog;
import org.tidings.log.JmsEventLog;
import org.tidings.log.LogGroups;
import org.tidings.log.LogReader;
import org.tidings.log.LogSettings;
import org.tidings.log.Publication;
import org.tidings.log.PublishOutcome;
import org.tidings.testkit.Await;

/**
 * The logs of instances A and B in this process, and who publishes at A. Every publish must be accepted, or refused because the
 * log is slower: another outcome fails the measurement. Driven by one thread.
 */
final class LoggedLoad implements AutoCloseable {

    private static final int CHANNELS = 64;

    private final String url;
    private final LogSettings settings;
    private final String payload;
    private final EventLog a;
    private final LongAdder accepted = new LongAdder();
    private final AtomicReference<PublishOutcome> refusal = new AtomicReference<>();
    private final List<Thread> publishers = new ArrayList<>();
    private volatile boolean stopped;
    /** What the last answer asks for: a log that is slower than publishers say so. */
    private volatile long pauseNanos;

    LoggedLoad(String url, LogSettings settings, int payloadBytes) {
        this.url = url;
        this.settings = settings;
        this.payload = '"' + "x".repeat(payloadBytes - 2) + '"';
        this.a = open(new Nobody());
    }

    private EventLog open(LogReader reader) {
        EventLog log = new JmsEventLog(
                LogGroups.of(settings),
                ChannelStorage.MAIN,
                new BrokerConnector(new BrokerConnector.Endpoint(url, null, null, null)),
                LoggedLoad::daemon,
                new SimpleMeterRegistry());
        log.start(reader);
        Await.await(Await.PATIENCE, () -> log.obstacles().isEmpty(), () -> "not ready: " + log.obstacles());
        return log;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    /** So many publishers, each with so many publishes on their way, until they are stopped. */
    void keepUnderWay(int count, int underWay) {
        for (int i = 0; i < count; i++) {
            Object stream = new Object();
            String from = "publisher-" + i;
            Thread publisher = daemon(() -> keepUnderWay(from, stream, new Semaphore(underWay)));
            publishers.add(publisher);
            publisher.start();
        }
    }

    private void keepUnderWay(String from, Object stream, Semaphore room) {
        for (int i = 0; !stopped && refusal.get() == null; i++) {
            room.acquireUninterruptibly();
            LockSupport.parkNanos(pauseNanos);
            a.append(publication("load:" + i % CHANNELS, from, payload), stream, outcome -> {
                pauseNanos = outcome instanceof PublishOutcome.Overloaded overloaded
                        ? TimeUnit.MILLISECONDS.toNanos(overloaded.retryAfterMillis())
                        : 0;
                room.release();
                answered(outcome);
            });
        }
    }

    private static Publication publication(String channel, String from, String payload) {
        return new Publication(channel, from, null, payload, Map.of(), 0, Publication.DEFAULT_PRIORITY);
    }

    private void answered(PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.Accepted) {
            accepted.increment();
        } else if (!(outcome instanceof PublishOutcome.Overloaded)) {
            refusal.compareAndSet(null, outcome);
        }
    }

    long accepted() {
        if (refusal.get() != null) {
            throw new IllegalStateException("a publish ended as " + refusal.get());
        }
        return accepted.sum();
    }

    void stop() {
        stopped = true;
        for (Thread publisher : publishers) {
            try {
                publisher.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Publishes at A; how long each took from when it was due until B read it. */
    Times pace(Pace pace) {
        Times times = new Times();
        Object stream = new Object();
        EventLog b = open(new Arrivals(times));
        try {
            int[] next = {0};
            pace.run(due -> a.append(
                    publication("pace:" + next[0]++ % CHANNELS, "pace", Long.toString(due)), stream, this::answered));
            Await.await(
                    Await.PATIENCE,
                    () -> times.count() == pace.count(),
                    () -> times.count() + " of " + pace.count() + " arrived");
        } finally {
            b.close();
        }
        return times;
    }

    @Override
    public void close() {
        a.close();
    }

    /** Reads and keeps nothing. */
    private static class Nobody implements LogReader {
        @Override
        public void event(Event event, long retainedFrom) {}

        @Override
        public void advanced(int shard, long seq, long retainedFrom) {}

        @Override
        public void heads(int shard, Map<String, Long> heads, long forgottenThrough) {}

        @Override
        public void kept(int shard, List<Event> values, long forgottenThrough) {}

        @Override
        public void erased(int shard, String channel, long through) {}

        @Override
        public void hole(int shard, long after, long before) {
            throw new IllegalStateException("lost what stood between " + after + " and " + before);
        }

        @Override
        public void newEpoch(int shard, String epoch, long seq) {}
    }

    /** Of those that were published at leisure: their payload says when they were due. */
    private static final class Arrivals extends Nobody {
        private final Times times;
        private final long begun = System.nanoTime();

        Arrivals(Times times) {
            this.times = times;
        }

        @Override
        public void event(Event event, long retainedFrom) {
            if (event.from().equals("pace")) {
                long due = Long.parseLong(event.payload());
                // What an earlier pace left in the log is none of this one's.
                if (due - begun > 0) {
                    times.record(System.nanoTime() - due);
                }
            }
        }
    }
}
