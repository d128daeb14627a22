package org.tidings.log;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.lang.System.Logger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
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

    private record Search(LogShard shard, LogSettings settings, String channel, CompletableFuture<Found> found) {}

    /**
     * Where a channel's events stand.
     *
     * @param positions in order, of those whose entries hold nothing else
     * @param shared how many share their entries with events of other channels, and cannot be removed without them
     */
    record Found(List<Long> positions, int shared) {}

    Eraser(BrokerConnector connector) {
        super("tidings-eraser", LOG, connector);
    }

    /** The positions of everything of a channel that was in the log when this was called. Safe on any thread. */
    CompletableFuture<Found> find(LogShard shard, LogSettings settings, String channel) {
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
        SortedSet<Long> positions = new TreeSet<>();
        Set<Long> shared = new HashSet<>();
        try {
            new ErasureLookup(search.shard(), search.settings(), this::closed)
                    .entries(connection, entry -> add(entry, search.channel(), positions, shared));
            search.found().complete(new Found(List.copyOf(positions), shared.size()));
        } catch (JMSException e) {
            search.found().completeExceptionally(e);
            throw e;
        }
    }

    /**
     * The leader gives what may have to be erased entries of its own. An entry of several channels is from a time when this one was not
     * said to be such.
     */
    private static void add(LogEntry entry, String channel, Set<Long> positions, Set<Long> shared) {
        if (entry.body() instanceof LogEntry.Events events) {
            List<Long> here = events.items().stream()
                    .filter(item -> item.publication().channel().equals(channel))
                    .map(LogEntry.Item::seq)
                    .toList();
            (here.size() == events.items().size() ? positions : shared).addAll(here);
        }
    }
}
