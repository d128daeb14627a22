package org.tidings.inbox;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.tidings.fanout.Fanout;
import org.tidings.log.EventLog;
import org.tidings.mark.Mark;
import org.tidings.mark.MarkReader;
import org.tidings.mark.MarkRecord;
import org.tidings.mark.MarkTable;
import org.tidings.mark.Unmark;
import org.tidings.namespace.CurrentNamespaces;
import org.tidings.namespace.Namespaces;
import org.tidings.namespace.Retention;

/** A table of marks in memory, told to its reader at once. Not thread-safe. */
public final class MemoryMarks implements MarkTable {
    private final Map<String, MarkRecord> table = new LinkedHashMap<>();
    private MarkReader reader;
    private boolean away;

    /** Inboxes of a test that has none. */
    public static Inboxes noInboxes() {
        return new MemoryMarks()
                .inboxes(
                        null,
                        new Fanout(List.of(), channel -> Retention.ALL, new SimpleMeterRegistry()),
                        Namespaces.OPEN);
    }

    /** Started. */
    public Inboxes inboxes(EventLog log, Fanout fanout, Namespaces namespaces) {
        Inboxes inboxes = new Inboxes(log, fanout, new CurrentNamespaces(namespaces), this, new SimpleMeterRegistry());
        inboxes.start();
        return inboxes;
    }

    /** From now on nothing is taken. */
    public void away() {
        away = true;
    }

    public List<String> keys() {
        return List.copyOf(table.keySet());
    }

    /** As if another instance had written it. */
    public void hear(Mark mark) {
        table.put(mark.key(), mark);
        reader.marked(mark);
    }

    @Override
    public void start(MarkReader told) {
        reader = told;
    }

    @Override
    public CompletableFuture<Void> put(List<? extends MarkRecord> records) {
        if (away) {
            return CompletableFuture.failedFuture(new IllegalStateException("no broker"));
        }
        for (MarkRecord record : records) {
            if (record instanceof Mark mark) {
                hear(mark);
            } else if (record instanceof Unmark unmark) {
                table.remove(unmark.key());
                reader.unmarked(unmark);
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public List<String> obstacles() {
        return List.of();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
