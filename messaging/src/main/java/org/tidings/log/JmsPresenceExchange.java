package org.tidings.log;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.tidings.control.PresenceExchange;

/** Presence as messages on a topic that nobody keeps. */
public final class JmsPresenceExchange implements PresenceExchange {

    /** For the thread to say farewell; one that waits for the broker is cut off with the log's. */
    private static final long GRACE_MILLIS = 500;

    private final BrokerConnector connector;
    private final ThreadFactory threads;
    private final MeterRegistry meters;
    /** Null until it is started. */
    private volatile PresenceSpeaker speaker;

    /** @param threads makes the thread here; in a container a {@code ManagedThreadFactory} */
    public JmsPresenceExchange(BrokerConnector connector, ThreadFactory threads, MeterRegistry meters) {
        this.connector = connector;
        this.threads = threads;
        this.meters = meters;
    }

    @Override
    public void start(Party party) {
        speaker = new PresenceSpeaker(party, connector, meters);
        speaker.start(threads);
    }

    @Override
    public void close() {
        PresenceSpeaker ending = speaker;
        if (ending != null) {
            BrokerThread.endAll(List.of(ending), GRACE_MILLIS);
        }
    }
}
