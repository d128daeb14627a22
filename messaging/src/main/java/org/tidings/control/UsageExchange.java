package org.tidings.control;

import java.util.Map;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/**
 * Tells all instances what users take, here and there, of what they may have in all instances together. Nothing waits for it,
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

    @Override
    void close();
}
