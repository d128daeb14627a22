package org.tidings.log;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import org.tidings.control.TicketStore;

/** Tickets as messages of one queue: who consumes a message has the ticket, and the broker lets one do so. */
public final class JmsTicketStore implements TicketStore {

    /** For the thread to see that it ends; one that waits for the broker is cut off with the log's. */
    private static final long GRACE_MILLIS = 300;

    private final ThreadFactory threads;
    private final TicketDesk desk;

    /** @param threads makes the thread here; in a container a {@code ManagedThreadFactory} */
    public JmsTicketStore(BrokerConnector connector, ThreadFactory threads) {
        this.threads = threads;
        this.desk = new TicketDesk(connector);
    }

    @Override
    public void start() {
        desk.start(threads);
    }

    @Override
    public CompletableFuture<Void> put(String key, String contents, long lifeMillis) {
        return desk.put(key, contents, lifeMillis);
    }

    @Override
    public CompletableFuture<Optional<String>> take(String key) {
        return desk.take(key);
    }

    @Override
    public void close() {
        BrokerThread.endAll(List.of(desk), GRACE_MILLIS);
    }
}
