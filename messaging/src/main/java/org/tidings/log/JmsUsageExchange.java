package org.tidings.log;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.tidings.control.InstanceReport;
import org.tidings.control.UsageExchange;

/** Usage as messages on a topic that nobody keeps. */
public final class JmsUsageExchange implements UsageExchange {

    /** For the thread to see that it ends; one that waits for the broker is cut off with the log's. */
    private static final long GRACE_MILLIS = 300;

    private final BrokerConnector connector;
    private final ThreadFactory threads;
    private final MeterRegistry meters;
    /** Null where nobody is to be told. Set before the start. */
    private UsageTeller.Introduction introduction;
    /** Null until it is started. */
    private volatile UsageTeller teller;

    /** @param threads makes the thread here; in a container a {@code ManagedThreadFactory} */
    public JmsUsageExchange(BrokerConnector connector, ThreadFactory threads, MeterRegistry meters) {
        this.connector = connector;
        this.threads = threads;
        this.meters = meters;
    }

    @Override
    public void introduce(Supplier<InstanceReport> own, Consumer<InstanceReport> other) {
        introduction = new UsageTeller.Introduction(own, other);
    }

    @Override
    public void start(long everyMillis, Supplier<Map<String, Long>> taken, ObjLongConsumer<String> takenElsewhere) {
        teller = new UsageTeller(everyMillis, taken, takenElsewhere, introduction, connector, meters);
        teller.start(threads);
    }

    @Override
    public void close() {
        UsageTeller ending = teller;
        if (ending != null) {
            BrokerThread.endAll(List.of(ending), GRACE_MILLIS);
        }
    }
}
