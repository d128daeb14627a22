package org.tidings.control;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/**
 * Tells all instances who is there, and what users take, here and there, of what they may have in all instances together. Nothing waits for it,
 * nothing is kept: what was not told while the broker was away is never told. Thread-safe. {@link #start} once, {@link #close} once.
 */
public interface UsageExchange extends AutoCloseable {

    /**
     * Begins to tell and to listen.
     *
     * @param taken asked every {@code everyMillis}: how much each user took here since; those who took little may be left out
     * @param takenElsewhere told what another instance tells; on one thread
     */
    void start(long everyMillis, Supplier<Map<String, Long>> taken, ObjLongConsumer<String> takenElsewhere);

    /**
     * Says too, from the start on, that this instance is there. Before {@link #start}.
     *
     * @param own asked every few seconds
     * @param other told what another instance says; on the thread of {@code takenElsewhere}
     */
    void introduce(Supplier<InstanceReport> own, Consumer<InstanceReport> other);

    @Override
    void close();
}
