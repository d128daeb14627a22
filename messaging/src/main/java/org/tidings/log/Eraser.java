package org.tidings.log;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Finds in the log where the events of a channel stand that are to be erased. It reads the whole shard for that: what an instance
 * remembers is bounded by its namespaces, what lies at the broker is not. Confined to its own thread but for {@link #find}.
 */
final class Eraser extends BrokerThread {

    private static final Logger LOG = System.getLogger(Eraser.class.getName());

    private static final long TAKE_MILLIS = 250;

    /** Asked whether something is gone, it asks no faster. */
    private static final long PAUSE_MILLIS = 100;

    private final BlockingQueue<Search> searches = new LinkedBlockingQueue<>();

    private record Search(LogShard shard, LogSettings settings, String channel, CompletableFuture<List<Long>> found) {}

    Eraser(BrokerConnector connector) {
        super("tidings-eraser", LOG, connector);
    }

    /** The positions of everything of a channel that was in the log when this was called. Safe on any thread. */
    CompletableFuture<List<Long>> find(LogShard shard, LogSettings settings, String channel) {
        Search search = new Search(shard, settings, channel, new CompletableFuture<>());
        searches.add(search);
        return search.found();
    }

    @Override
    void serve(Connection connection) throws JMSException, InterruptedException {
        connection.start();
        while (!closed()) {
            Search search = searches.poll(TAKE_MILLIS, TimeUnit.MILLISECONDS);
            connected();
            if (search != null && !search.found().isDone()) {
                pause(PAUSE_MILLIS);
                serve(search, connection);
            }
        }
    }

    private void serve(Search search, Connection connection) throws JMSException {
        List<Long> found = new ArrayList<>();
        try {
            new ErasureLookup(search.shard(), search.settings(), this::closed)
                    .entries(connection, entry -> add(entry, search.channel(), found));
            search.found().complete(found.stream().sorted().distinct().toList());
        } catch (JMSException e) {
            search.found().completeExceptionally(e);
            throw e;
        }
    }

    /** An entry of several channels stays: nothing writes such ones yet. */
    private static void add(LogEntry entry, String channel, List<Long> found) {
        if (entry.body() instanceof LogEntry.Events events
                && events.items().stream()
                        .allMatch(item -> item.publication().channel().equals(channel))) {
            events.items().forEach(item -> found.add(item.seq()));
        }
    }
}
