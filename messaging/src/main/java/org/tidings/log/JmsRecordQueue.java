package org.tidings.log;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import org.tidings.outbox.RecordQueue;

/** Records as persistent TextMessages of one queue, one each. */
public final class JmsRecordQueue implements RecordQueue {

    private static final long GRACE_MILLIS = 300;

    private final BrokerConnector connector;
    private final ThreadFactory threads;
    private final RecordSender sender;

    /**
     * @param connector its own, closed with it: it outlives the log, so that the log's end can be told too
     * @param threads makes the thread here; in a container a {@code ManagedThreadFactory}
     */
    public JmsRecordQueue(String address, BrokerConnector connector, ThreadFactory threads) {
        this.connector = connector;
        this.threads = threads;
        this.sender = new RecordSender(address, connector);
    }

    @Override
    public void start() {
        sender.start(threads);
    }

    @Override
    public CompletableFuture<Void> send(List<String> records) {
        return sender.send(records);
    }

    @Override
    public void close() {
        BrokerThread.endAll(List.of(sender), GRACE_MILLIS);
        connector.close();
    }
}
