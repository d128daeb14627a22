package org.tidings.launcher.broker;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tidings.log.BrokerConnector;
import org.tidings.log.ChannelStorage;
import org.tidings.log.EventLog;
import org.tidings.log.JmsEventLog;
import org.tidings.log.LogGroups;
import org.tidings.log.LogSettings;
import org.tidings.log.Publication;
import org.tidings.log.PublishOutcome;
import org.tidings.testkit.Await;

/** The log of one instance, with a record of what it read. */
final class LogInstance implements AutoCloseable {

    final RecordedLog read = new RecordedLog();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final EventLog log;

    private LogInstance(
            BrokerConnector.Endpoint broker, LogGroups logs, ChannelStorage storage, ThreadFactory threads) {
        log = new JmsEventLog(logs, storage, new BrokerConnector(broker), threads, meters);
        log.start(read);
    }

    /** Started, perhaps not ready. */
    static LogInstance starting(String url, LogSettings settings) {
        return starting(url, settings, Thread::new);
    }

    /** Started, perhaps not ready, on threads of this make. */
    static LogInstance starting(String url, LogSettings settings, ThreadFactory threads) {
        return starting(new BrokerConnector.Endpoint(url, null, null, null), settings, threads);
    }

    /** Started, perhaps not ready, at a broker that asks for more than a URL. */
    static LogInstance starting(BrokerConnector.Endpoint broker, LogSettings settings, ThreadFactory threads) {
        return new LogInstance(broker, LogGroups.of(settings), ChannelStorage.MAIN, threads);
    }

    /** Has read every shard to its end. */
    static LogInstance of(TestBroker broker) {
        return of(broker.url(), broker.settings());
    }

    /** Has read every shard to its end. */
    static LogInstance of(String url, LogSettings settings) {
        LogInstance instance = starting(url, settings);
        instance.awaitReady();
        return instance;
    }

    /** Has read every shard of every log to its end. @param storage which channels lie where */
    static LogInstance of(String url, LogGroups logs, ChannelStorage storage) {
        LogInstance instance =
                new LogInstance(new BrokerConnector.Endpoint(url, null, null, null), logs, storage, Thread::new);
        instance.awaitReady();
        return instance;
    }

    void awaitReady() {
        Await.await(Await.PATIENCE, () -> obstacles().isEmpty(), () -> "not ready: " + obstacles());
    }

    List<String> obstacles() {
        return log.obstacles();
    }

    EventLog log() {
        return log;
    }

    /** A publication by "tester", to be told from others by its payload. */
    static Publication publication(String channel, String messageId, String payload) {
        return new Publication(channel, "tester", messageId, payload, Map.of(), 0, Publication.DEFAULT_PRIORITY);
    }

    CompletableFuture<PublishOutcome> publish(Publication publication, Object stream) {
        CompletableFuture<PublishOutcome> outcome = new CompletableFuture<>();
        log.append(publication, stream, told -> {
            if (!outcome.complete(told)) {
                throw new AssertionError("a second outcome: " + told);
            }
        });
        return outcome;
    }

    /** As one stream. */
    CompletableFuture<PublishOutcome> publish(String channel, String messageId, String payload) {
        return publish(publication(channel, messageId, payload), this);
    }

    /** The position of a publish that must be accepted; tried again while the broker is away. */
    long accepted(String channel, String messageId, String payload) {
        PublishOutcome outcome = get(publish(channel, messageId, payload));
        while (outcome instanceof PublishOutcome.Unavailable) {
            outcome = get(publish(channel, messageId, payload));
        }
        if (outcome instanceof PublishOutcome.Accepted accepted) {
            return accepted.seq();
        }
        throw new AssertionError(payload + " ended as " + outcome);
    }

    static PublishOutcome get(CompletableFuture<PublishOutcome> outcome) {
        try {
            return outcome.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no outcome", e);
        }
    }

    void awaitEvents(int shard, int count) {
        Await.await(
                Await.PATIENCE,
                () -> read.count(shard) >= count,
                () -> read.count(shard) + " of " + count + " events, holes " + read.holes(shard));
    }

    void awaitPosition(int shard, long seq) {
        Await.await(
                Await.PATIENCE,
                () -> read.position(shard) >= seq,
                () -> "at position " + read.position(shard) + " instead of " + seq);
    }

    double count(String counter) {
        return meters.get(counter).counter().count();
    }

    double gauge(String gauge, int shard) {
        return meters.get(gauge).tag("shard", Integer.toString(shard)).gauge().value();
    }

    @Override
    public void close() {
        log.close();
    }
}
