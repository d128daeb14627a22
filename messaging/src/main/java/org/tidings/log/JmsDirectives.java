package org.tidings.log;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.tidings.control.Directive;
import org.tidings.control.DirectiveCodec;
import org.tidings.control.Directives;

/**
 * Directives in a queue of the broker's from which reading takes nothing, and which drops each when it has ended: every
 * instance reads all that still mean something when it starts, and what is given from then on.
 */
public final class JmsDirectives implements Directives {

    /** For the threads to see that it ends; one that waits for the broker is cut off with the log's. */
    private static final long GRACE_MILLIS = 300;

    private final BrokerConnector connector;
    private final ThreadFactory threads;
    private final DirectiveCodec codec;
    private final MeterRegistry meters;
    private final DirectiveSender sender;
    private final DirectiveRequests requests;
    /** Null until it is started. */
    private volatile DirectiveReader reader;

    /** @param threads makes the threads here; in a container a {@code ManagedThreadFactory} */
    public JmsDirectives(DirectiveCodec codec, BrokerConnector connector, ThreadFactory threads, MeterRegistry meters) {
        this.codec = codec;
        this.connector = connector;
        this.threads = threads;
        this.meters = meters;
        this.sender = new DirectiveSender(connector);
        this.requests = new DirectiveRequests(codec, connector, meters);
    }

    @Override
    public void start(Consumer<Directive> told) {
        reader = new DirectiveReader(codec, connector, told, meters);
        all().forEach(thread -> thread.start(threads));
    }

    @Override
    public CompletableFuture<Void> give(Directive directive) {
        return sender.give(directive);
    }

    @Override
    public List<String> obstacles() {
        DirectiveReader reading = reader;
        return reading != null && reading.hasReadAll()
                ? List.of()
                : List.of("directives: what was revoked is not read yet; the broker is " + connector);
    }

    @Override
    public void close() {
        BrokerThread.endAll(all().toList(), GRACE_MILLIS);
    }

    private Stream<BrokerThread> all() {
        return reader == null ? Stream.of() : Stream.of(reader, sender, requests);
    }
}
