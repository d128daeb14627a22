package org.tidings.log;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What a take-over has written and waits for this instance's tail to read: the probe at the end of the log, the marker of the new
 * term. Thread-safe; the futures complete on the tail's thread, or are cancelled.
 */
final class ExpectedEntries {

    private final Map<UUID, CompletableFuture<LogTail.End>> probes = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<Boolean>> markers = new ConcurrentHashMap<>();
    private final BooleanSupplier unreadable;

    /** @param unreadable whether nothing will be read any more */
    ExpectedEntries(BooleanSupplier unreadable) {
        this.unreadable = unreadable;
    }

    /** Completes with what is known where the probe stands. */
    CompletableFuture<LogTail.End> probe(UUID id) {
        return expect(id, probes);
    }

    /**
     * Completes with whether the marker of this term counts. It does not where another leader wrote between the end of the log, as its
     * writer had read it, and the marker: nobody has a place for it then.
     */
    CompletableFuture<Boolean> marker(long term) {
        return expect(term, markers);
    }

    void forgetProbe(UUID id) {
        probes.remove(id);
    }

    void forgetMarker(long term) {
        markers.remove(term);
    }

    boolean isExpected(UUID probe) {
        return probes.containsKey(probe);
    }

    void read(UUID probe, Supplier<LogTail.End> end) {
        CompletableFuture<LogTail.End> waiting = probes.remove(probe);
        if (waiting != null) {
            waiting.complete(end.get());
        }
    }

    /** Of whichever entry; only markers are expected. */
    void read(LogEntry entry, boolean counts) {
        CompletableFuture<Boolean> waiting = entry.body() instanceof LogEntry.Marker
                ? markers.remove(entry.stamp().term())
                : null;
        if (waiting != null) {
            waiting.complete(counts);
        }
    }

    /** None of them will be read. */
    void abandon() {
        abandon(probes);
        abandon(markers);
    }

    private <K, V> CompletableFuture<V> expect(K key, Map<K, CompletableFuture<V>> expected) {
        CompletableFuture<V> waiting = new CompletableFuture<>();
        expected.put(key, waiting);
        if (unreadable.getAsBoolean()) {
            abandon();
        }
        return waiting;
    }

    private static <K, V> void abandon(Map<K, CompletableFuture<V>> expected) {
        for (K key : expected.keySet()) {
            CompletableFuture<V> waiting = expected.remove(key);
            if (waiting != null) {
                waiting.cancel(false);
            }
        }
    }
}
