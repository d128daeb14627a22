package org.tidings.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidings.outbox.RecordQueue;

/** A broker that is away, or takes records and does not say so, must make neither holes nor doubts; and the file goes on. */
class TrailInAQueueTest {
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Broker broker = new Broker();

    @TempDir
    private Path directory;

    @Test
    void whatWasFetchedVerifiesWithTheChainsOfTwoInstancesMixed() throws IOException {
        Broker other = new Broker();
        try (AuditTrail a = trail("a", null, 100, broker);
                AuditTrail b = trail("b", null, 100, other)) {
            a.start(Thread::new);
            b.start(Thread::new);
            a.record(AuditEvent.of("connected").with("user", "alice"));
            b.record(AuditEvent.of("connected").with("user", "bob"));
        }
        List<String> fetched = new ArrayList<>();
        for (int i = 0; i < broker.records.size(); i++) {
            fetched.add(broker.records.get(i));
            fetched.add(other.records.get(i));
        }
        assertThat(fetched).hasSize(6).anyMatch(line -> line.contains("\"event\":\"begun\""));
        assertThat(violations(fetched)).isEmpty();
        assertThat(summary(fetched)).contains(" of a: records 1 to 3", " of b: records 1 to 3");

        fetched.remove(2);
        assertThat(violations(fetched)).singleElement().asString().contains("record 2 is missing before this line");
        assertThat(summary(broker.records.subList(0, 2))).contains("without its end");
    }

    @Test
    void recordThatWasSentTwiceIsNoViolationAndAChangedOneIs() throws IOException {
        broker.forgetsToAnswer = true;
        try (AuditTrail trail = trail("a", null, 100, broker)) {
            trail.start(Thread::new);
            trail.record(AuditEvent.of("connected"));
        }
        List<String> fetched = new ArrayList<>(broker.records);
        assertThat(fetched.size()).as("sent again").isGreaterThan(3);
        assertThat(violations(fetched)).isEmpty();
        fetched.add(fetched.get(0).replace("begun", "begin"));
        assertThat(violations(fetched)).anyMatch(line -> line.contains("was changed"));
    }

    @Test
    void whatFindsNoRoomWhileTheBrokerIsAwayIsCountedAndToldOfAndTheFileHasIt() throws IOException {
        broker.away = true;
        try (AuditTrail trail = trail("a", directory, 100, broker)) {
            trail.start(Thread::new);
            for (int i = 1; i <= 400; i++) {
                trail.record(AuditEvent.of("connected").with("user", "u" + i));
                awaitWrittenToTheFile(i);
            }
            broker.away = false;
        }
        assertThat(dropped("file")).isZero();
        assertThat(dropped("queue")).isPositive();
        assertThat(broker.records)
                .anyMatch(line -> line.contains("\"event\":\"dropped\",\"count\":" + (long) dropped("queue")));
        assertThat(violations(broker.records)).isEmpty();
        assertThat(AuditVerifier.verify(AuditFile.files(directory)).violations())
                .isEmpty();
    }

    private AuditTrail trail(String instance, Path file, int queueSize, Broker to) {
        AuditTrail trail = new AuditTrail(
                new AuditSettings(instance, file, "audit", 1 << 20, false, queueSize, false, false), meters);
        trail.sendTo(to);
        return trail;
    }

    private double dropped(String to) {
        return meters.get("tidings.audit.dropped").tag("to", to).counter().count();
    }

    private void awaitWrittenToTheFile(int records) {
        Counter written = meters.get("tidings.audit.written").tag("to", "file").counter();
        while (written.count() < records) {
            Thread.onSpinWait();
        }
    }

    private List<String> violations(List<String> fetched) throws IOException {
        return report(fetched).violations();
    }

    private String summary(List<String> fetched) throws IOException {
        return report(fetched).summary();
    }

    private AuditVerifier.Report report(List<String> fetched) throws IOException {
        return AuditVerifier.verify(List.of(Files.write(directory.resolve("fetched"), fetched)));
    }

    private static final class Broker implements RecordQueue {
        private final List<String> records = new CopyOnWriteArrayList<>();
        private volatile boolean away;
        /** Each batch is taken, and the first time its sender is told otherwise. */
        private volatile boolean forgetsToAnswer;

        private List<String> unanswered = List.of();

        @Override
        public void start() {}

        @Override
        public CompletableFuture<Void> send(List<String> batch) {
            if (away) {
                return CompletableFuture.failedFuture(new IOException("away"));
            }
            records.addAll(batch);
            if (forgetsToAnswer && !batch.equals(unanswered)) {
                unanswered = batch;
                return CompletableFuture.failedFuture(new IOException("lost"));
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }
}
