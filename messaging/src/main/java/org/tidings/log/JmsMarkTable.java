package org.tidings.log;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.tidings.mark.MarkReader;
import org.tidings.mark.MarkRecord;
import org.tidings.mark.MarkTable;

/**
 * Read marks in a queue of the broker's that keeps the newest of each key, from which reading takes nothing, and which drops each when
 * it has ended.
 */
public final class JmsMarkTable implements MarkTable {

    /** For the threads to see that it ends; one that waits for the broker is cut off with the log's. */
    private static final long GRACE_MILLIS = 300;

    private final BrokerConnector connector;
    private final ThreadFactory threads;
    private final MeterRegistry meters;
    private final MarkSender sender;
    /** Null until it is started. */
    private volatile MarkTail tail;

    /** @param threads makes the threads here; in a container a {@code ManagedThreadFactory} */
    public JmsMarkTable(BrokerConnector connector, ThreadFactory threads, MeterRegistry meters) {
        this.connector = connector;
        this.threads = threads;
        this.meters = meters;
        this.sender = new MarkSender(connector);
    }

    @Override
    public void start(MarkReader reader) {
        tail = new MarkTail(connector, reader, mark -> sender.put(List.of(mark)), meters);
        all().forEach(thread -> thread.start(threads));
    }

    @Override
    public CompletableFuture<Void> put(List<? extends MarkRecord> records) {
        return sender.put(records);
    }

    @Override
    public List<String> obstacles() {
        MarkTail reading = tail;
        return reading != null && reading.hasReadAll()
                ? List.of()
                : List.of("marks: how far users have read is not known yet; the broker is " + connector);
    }

    @Override
    public void close() {
        BrokerThread.endAll(all().toList(), GRACE_MILLIS);
    }

    private Stream<BrokerThread> all() {
        return tail == null ? Stream.of() : Stream.of(tail, sender);
    }
}
